package dev.isthmus.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.graph.StageTensors;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.source.FileChunks;
import dev.isthmus.engine.source.ModelChunks;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.ModelSources;
import dev.isthmus.engine.source.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartialModelTest {

  private static final Path GGUF =
      Path.of("src/test/resources/fixtures/gguf-mixed/model.gguf").toAbsolutePath();
  private static final Path FOLDER =
      Path.of("src/test/resources/fixtures/llama-sharded-f16").toAbsolutePath();
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String FILE = "/m.gguf";

  @TempDir Path folder;
  private LoopbackServer server;
  private byte[] content;
  private ModelChunks chunks;

  @BeforeEach
  void serve() throws IOException {
    server = new LoopbackServer();
    content = Files.readAllBytes(GGUF);
    server.put(FILE, content);
    chunks = ModelChunks.of(Set.of(GGUF));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private PartialModel partial(String uri, ModelChunks named) {
    FetchSettings settings = server.settings(folder, "", List.of());
    return new ModelFetcher(settings).partial(uri, DIGEST, named, FetchListener.NONE).orElseThrow();
  }

  private PartialModel partial() {
    return partial(server.url(FILE), chunks);
  }

  /** Reads what a stage needs as loading it would, and holds it against the file itself. */
  private static void readStage(PartialModel partial, Path whole, int first, int last) {
    try (ModelSource parts = partial.open(DIGEST);
        ModelSource all = ModelSources.open(whole, files -> DIGEST, ModelSources.Resolver.NONE)) {
      Architecture model = Families.architecture(parts);
      StageTensors stage = new StageTensors(model, new StageRange(first, last));
      PartialModel.want(parts, stage::needs);
      for (String name : parts.tensorNames()) {
        if (stage.needs(name)) {
          assertThat(floats(parts, name)).as(name).isEqualTo(floats(all, name));
        }
      }
    }
  }

  private static float[] floats(ModelSource source, String name) {
    Tensor tensor = source.tensor(name).orElseThrow();
    int values = 1;
    for (long size : tensor.shape()) {
      values *= (int) size;
    }
    float[] floats = new float[values];
    tensor.readFloats(0, (int) tensor.shape()[0], FloatBuffer.wrap(floats));
    return floats;
  }

  private static int layers(Path whole) {
    try (ModelSource all = ModelSources.open(whole, files -> DIGEST, ModelSources.Resolver.NONE)) {
      return Families.architecture(all).layers();
    }
  }

  @Test
  void aStageBringsTheHeaderAndItsOwnLayersInFewRequests() {
    PartialModel partial = partial();

    readStage(partial, GGUF, 1, 2);

    assertThat(partial.held()).isEqualTo(server.sent.get());
    assertThat(server.sent.get()).isLessThan(content.length * 2L / 3);
    assertThat(server.requests).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void whatIsOnTheDiskIsNotFetchedAgainWhoeverBroughtIt() {
    readStage(partial(), GGUF, 1, 2);
    server.requests.clear();

    readStage(partial(), GGUF, 1, 2);

    assertThat(server.requests).isEmpty();
  }

  @Test
  void aStageThatGrowsBringsOnlyWhatItLacks() {
    readStage(partial(), GGUF, 1, 2);

    readStage(partial(), GGUF, 0, layers(GGUF));

    assertThat(server.sent.get()).isEqualTo(content.length);
  }

  @Test
  void aConnectionThatEndsLosesTheChunkThatItEndsIn() {
    server.cutAfter = (int) (chunks.chunkBytes() * 3 + 100);

    readStage(partial(), GGUF, 0, layers(GGUF));

    assertThat(server.requests)
        .contains(FILE + " bytes=" + 4 * chunks.chunkBytes() + "-" + (content.length - 1));
    assertThat(partial().held()).isEqualTo(content.length);
  }

  @Test
  void aServerThatKnowsNoRangesIsReadFromTheFirstByte() {
    server.ignoresRanges = true;

    readStage(partial(), GGUF, 1, 2);

    assertThat(partial().held()).isLessThan(content.length * 2L / 3);
  }

  @Test
  void bytesThatTheListDoesNotNameAreRefusedAndNotKept() {
    int changed = (int) chunks.chunkBytes() * 2 + 5;
    byte[] other = content.clone();
    other[changed] ^= 1;
    server.put(FILE, other);

    assertThatThrownBy(() -> readStage(partial(), GGUF, 0, layers(GGUF)))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining(
            "bytes %d to %d are not those"
                .formatted(2 * chunks.chunkBytes(), 3 * chunks.chunkBytes()))
        .extracting(thrown -> ((ModelRefusedException) thrown).reason())
        .isEqualTo(Reason.WRONG_DIGEST);
    assertThat(partial().held()).isEqualTo(2 * chunks.chunkBytes());

    server.put(FILE, content);
    readStage(partial(), GGUF, 0, layers(GGUF));
  }

  @Test
  void aFolderOfTheHubBringsItsTextsAndTheFilesOfTheStage() throws IOException {
    try (ModelSource all = ModelSources.open(FOLDER, files -> DIGEST, ModelSources.Resolver.NONE)) {
      ModelChunks named = ModelChunks.of(all.files());
      for (FileChunks file : named.files()) {
        server.put(
            "/org/name/resolve/v1/" + file.name(), Files.readAllBytes(FOLDER.resolve(file.name())));
      }
      PartialModel partial = partial("hf:org/name@v1", named);

      readStage(partial, FOLDER, 0, 1);

      long size = named.files().stream().mapToLong(FileChunks::bytes).sum();
      assertThat(partial.held()).isLessThan(size);
      try (ModelSource parts = partial.open(DIGEST)) {
        assertThat(parts.digest()).isEqualTo(DIGEST);
        assertThat(parts.tokenizerJson()).isEqualTo(all.tokenizerJson());
      }
    }
  }

  @Test
  void aListThatNamesAFileElsewhereIsRefused() {
    assertThatThrownBy(() -> new FileChunks("../m.gguf", 1, 1, new byte[32]))
        .hasMessageContaining("names the file \"../m.gguf\"");
    assertThatThrownBy(() -> new FileChunks("m.gguf", 2, 1, new byte[32]))
        .hasMessageContaining("32 bytes of digests for the 2 bytes of m.gguf");
  }

  @Test
  void aModelThatIsHereWholeIsTakenAsItIs() {
    FetchSettings settings = server.settings(folder, "", List.of());
    ModelFetcher fetcher = new ModelFetcher(settings);
    fetcher.fetch(server.url(FILE), "", FetchListener.NONE);

    assertThat(fetcher.partial(server.url(FILE), DIGEST, chunks, FetchListener.NONE)).isEmpty();
    assertThat(fetcher.partial(GGUF.toUri().toString(), DIGEST, chunks, FetchListener.NONE))
        .isEmpty();
  }
}
