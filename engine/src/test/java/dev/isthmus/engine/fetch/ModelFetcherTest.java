package dev.isthmus.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFetcherTest {

  private static final int SIZE = 300_000;

  @TempDir Path folder;
  private LoopbackServer server;
  private byte[] content;
  private String digest;

  @BeforeEach
  void serve() throws IOException {
    server = new LoopbackServer();
    content = new byte[SIZE];
    new Random(7).nextBytes(content);
    server.put("/m.gguf", content);
    Path copy = Files.write(folder.resolve("copy"), content);
    digest = "sha256:" + Sha256.of(copy);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ModelFetcher fetcher() {
    return new ModelFetcher(server.settings(folder, "", List.of("python3")));
  }

  private static Reason reason(Throwable thrown) {
    return ((ModelRefusedException) thrown).reason();
  }

  @Test
  void aDownloadThatIsCutGoesOnWhereItEnded() throws IOException {
    server.cutAfter = 120_000;
    Path file = fetcher().fetch(server.url("/m.gguf"), digest, FetchListener.NONE);
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
    assertThat(server.requests)
        .containsExactly("/m.gguf", "/m.gguf bytes=120000-", "/m.gguf bytes=240000-");
  }

  @Test
  void whatAnEarlierProcessLeftIsContinued() throws IOException {
    List<Long> seen = new ArrayList<>();
    server.cutAfter = 100_000;
    FetchListener dying =
        (what, done, total) -> {
          if (done > 0) {
            throw new IllegalStateException("killed");
          }
        };
    assertThatThrownBy(() -> fetcher().fetch(server.url("/m.gguf"), digest, dying))
        .hasMessage("killed");
    server.cutAfter = Integer.MAX_VALUE;
    Path file =
        fetcher().fetch(server.url("/m.gguf"), digest, (what, done, total) -> seen.add(done));
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
    assertThat(seen.get(0)).isPositive();
    assertThat(seen).last().isEqualTo((long) SIZE);
    assertThat(server.requests.get(1)).startsWith("/m.gguf bytes=");
  }

  @Test
  void aFileThatChangedMeanwhileIsFetchedAnew() throws IOException {
    server.cutAfter = 100_000;
    FetchListener changes =
        (what, done, total) -> {
          if (done == 100_000) {
            server.etag = "\"two\"";
            server.cutAfter = Integer.MAX_VALUE;
          }
        };
    Path file = fetcher().fetch(server.url("/m.gguf"), "", changes);
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
  }

  @Test
  void anotherFileThanItsDigestNamesIsThrownAway() throws IOException {
    String other = "sha256:" + "0".repeat(64);
    assertThatThrownBy(() -> fetcher().fetch(server.url("/m.gguf"), other, FetchListener.NONE))
        .extracting(ModelFetcherTest::reason)
        .isEqualTo(Reason.WRONG_DIGEST);
    try (var files = Files.walk(folder.resolve("cache/models"))) {
      assertThat(files.filter(Files::isRegularFile))
          .allMatch(file -> file.toString().endsWith(".lock"));
    }
  }

  @Test
  void whatIsInTheCacheNeedsNoNetwork() {
    String url = server.url("/m.gguf");
    Path first = fetcher().fetch(url, digest, FetchListener.NONE);
    server.close();
    assertThat(fetcher().fetch(url, digest, FetchListener.NONE)).isEqualTo(first);
  }

  @Test
  void aCachedFileThatWasDamagedIsFetchedAgain() throws IOException {
    Path first = fetcher().fetch(server.url("/m.gguf"), digest, FetchListener.NONE);
    Files.write(first, new byte[10]);
    fetcher().fetch(server.url("/m.gguf"), digest, FetchListener.NONE);
    assertThat(Files.readAllBytes(first)).isEqualTo(content);
  }

  @Test
  void severalAtOnceDownloadOnce() throws Exception {
    var threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Path>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        ModelFetcher own = fetcher();
        all.add(threads.submit(() -> own.fetch(server.url("/m.gguf"), digest, FetchListener.NONE)));
      }
      for (Future<Path> one : all) {
        assertThat(Files.size(one.get())).isEqualTo(SIZE);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void aServerThatBringsNothingIsGivenUpAfterThreeAttempts() {
    server.cutAfter = 0;
    assertThatThrownBy(() -> fetcher().fetch(server.url("/m.gguf"), digest, FetchListener.NONE))
        .hasMessageContaining("cannot be fetched")
        .extracting(ModelFetcherTest::reason)
        .isEqualTo(Reason.FETCH_FAILED);
    assertThat(server.requests).hasSize(3);
  }

  @Test
  void aMissingFileIsNotAskedForTwice() {
    assertThatThrownBy(() -> fetcher().fetch(server.url("/none"), "", FetchListener.NONE))
        .hasMessageContaining("the server answered 404");
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void aPathStaysWhereItIsAndItsDigestIsChecked() {
    assertThat(fetcher().fetch("file:copy", digest, FetchListener.NONE))
        .isEqualTo(folder.resolve("copy"));
    assertThatThrownBy(
            () -> fetcher().fetch("copy", "sha256:" + "1".repeat(64), FetchListener.NONE))
        .hasMessageContaining("was asked for");
    assertThatThrownBy(() -> fetcher().fetch("file:gone", "", FetchListener.NONE))
        .hasMessageContaining("gone does not exist");
  }
}
