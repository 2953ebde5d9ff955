package dev.isthmus.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {

  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir Path folder;

  private final BlockingQueue<ChildExit> exits = new LinkedBlockingQueue<>();
  private final Supervisor supervisor =
      new Supervisor(
          new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1)),
          exits::add);

  @AfterEach
  void close() {
    supervisor.close();
  }

  private ChildSpec shell(String script, Map<String, String> environment) {
    return new ChildSpec(
        "part",
        List.of("sh", "-c", script),
        environment,
        folder.resolve("part.log"),
        folder.resolve("part.pid"));
  }

  @Test
  void aProcessThatDiesUnaskedIsStartedAgainAndToldOf() throws InterruptedException {
    supervisor.start(shell("exit 3", Map.of()));
    ChildExit first = exits.poll(180, TimeUnit.SECONDS);
    assertThat(first.name()).isEqualTo("part");
    assertThat(first.code()).isEqualTo(3);
    assertThat(first.restartIn()).isEqualTo(Duration.ofMillis(1));
    assertThat(exits.poll(180, TimeUnit.SECONDS).restartIn()).isEqualTo(Duration.ofMillis(2));
  }

  @Test
  void aKilledProcessStaysDownUntilItIsStarted() {
    Child child = supervisor.start(shell("exec sleep 60", Map.of()));
    child.kill();
    assertThat(child.awaitEnd(SOON)).isTrue();
    assertThat(child.alive()).isFalse();
    child.start();
    assertThat(child.alive()).isTrue();
    assertThat(exits).isEmpty();
  }

  @Test
  void aCrashedProcessComesBack() throws InterruptedException {
    Child child = supervisor.start(shell("exec sleep 60", Map.of()));
    child.crash();
    assertThat(exits.poll(180, TimeUnit.SECONDS).code()).isEqualTo(137);
  }

  @Test
  void aProcessThatIgnoresTheRequestToEndIsKilledAfterTheGrace() throws IOException {
    Child child =
        supervisor.start(shell("trap '' TERM; echo up; while :; do sleep 0.01; done", Map.of()));
    while (Files.size(folder.resolve("part.log")) == 0) {
      Thread.onSpinWait();
    }
    child.stop(Duration.ofMillis(100));
    assertThat(child.alive()).isFalse();
  }

  @Test
  void thePidFileNamesTheProcessBeyondItsPid() {
    Child child = supervisor.start(shell("exec sleep 60", Map.of()));
    ProcessMark mark = ProcessMark.read(folder.resolve("part.pid")).orElseThrow();
    assertThat(mark.pid()).isEqualTo(child.pid().orElseThrow());
    assertThat(mark.find()).isPresent();
    assertThat(new ProcessMark(mark.pid(), mark.started().minusSeconds(1)).find()).isEmpty();
  }

  @Test
  void outputAndEnvironmentArePassedOn() throws IOException {
    Child child =
        supervisor.start(
            shell("echo $ISTHMUS_SITE; exec sleep 60", Map.of("ISTHMUS_SITE", "edge")));
    while (Files.size(folder.resolve("part.log")) == 0) {
      Thread.onSpinWait();
    }
    assertThat(folder.resolve("part.log")).hasContent("edge");
    assertThat(child.alive()).isTrue();
  }

  @Test
  void aNameThatNoPartHasIsRefusedWithTheNamesThatThereAre() {
    supervisor.start(shell("exec sleep 60", Map.of()));
    assertThatThrownBy(() -> supervisor.child("prat"))
        .hasMessage("no part is called \"prat\"; there are [part]");
  }

  @Test
  void nothingIsLeftAfterClosing() {
    Child child = supervisor.start(shell("exec sleep 60", Map.of()));
    supervisor.close();
    assertThat(child.alive()).isFalse();
    assertThat(folder.resolve("part.pid")).doesNotExist();
  }
}
