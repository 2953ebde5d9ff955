package dev.isthmus.cli.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.FakeScreen;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationTest {

  @TempDir Path folder;

  @Test
  void ctrlCStopsAnAnswerAndTheConversationGoesOnWithoutIt() throws IOException {
    FakeScreen screen = new FakeScreen();
    List<List<Message>> asked = new ArrayList<>();
    try (Terminal terminal =
        new DumbTerminal(
            "typed",
            Terminal.TYPE_DUMB,
            new ByteArrayInputStream("one\ntwo\nthree\n/quit\n".getBytes(UTF_8)),
            OutputStream.nullOutputStream(),
            UTF_8)) {
      new Conversation(screen.screen(), folder.resolve("history"), terminal)
          .hold(
              turns -> {
                asked.add(List.copyOf(turns));
                if (asked.size() == 2) {
                  terminal.raise(Terminal.Signal.INT);
                  assertThat(Thread.currentThread().isInterrupted()).isTrue();
                  throw new CliException("interrupted");
                }
                return Message.assistant("yes");
              });
    }

    assertThat(asked)
        .containsExactly(
            List.of(Message.user("one")),
            List.of(Message.user("one"), Message.assistant("yes"), Message.user("two")),
            List.of(Message.user("one"), Message.assistant("yes"), Message.user("three")));
    assertThat(screen.err()).contains("stopped; this question and its answer are forgotten");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
