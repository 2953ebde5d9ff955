package dev.isthmus.cli.doctor;

import dev.isthmus.cli.settings.Manifest;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.engine.fetch.FetchListener;
import dev.isthmus.engine.fetch.FetchSettings;
import dev.isthmus.engine.fetch.ModelFetcher;
import dev.isthmus.engine.source.ModelRefusedException;
import java.net.URI;
import java.util.List;

/** Whether a manifest's models lie here, whole; fetches nothing. */
final class ModelCheckup {

  private final ModelFetcher offline;

  ModelCheckup(Places places) {
    offline =
        new ModelFetcher(
            new FetchSettings(
                places.cache(),
                places.home(),
                URI.create("http://127.0.0.1:9"),
                "",
                URI.create("http://127.0.0.1:9"),
                List.of("false"),
                wait -> {}));
  }

  List<Finding> findings(Manifest manifest) {
    return manifest.models().stream().map(this::finding).toList();
  }

  private Finding finding(Manifest.Model model) {
    String subject = "model " + model.name();
    try {
      return Finding.good(
          subject, offline.fetch(model.uri(), model.digest(), FetchListener.NONE).toString());
    } catch (ModelRefusedException e) {
      return switch (e.reason()) {
        case FETCH_FAILED ->
            Finding.warn(
                subject,
                model.uri() + " is not on this machine yet",
                "isthmus up fetches it, or now: isthmus model pull " + model.uri());
        default -> Finding.bad(subject, e.getMessage(), "isthmus model pull " + model.uri());
      };
    }
  }
}
