package dev.isthmus.cli.chat;

import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Screen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** A conversation at the terminal: lines with history, until Ctrl-D or {@code /quit}. */
final class Conversation {

  private static final String HELP =
      "Ctrl-D or /quit ends, Ctrl-C stops an answer, /new forgets what was said, /help says this.";

  private final Screen screen;
  private final Path history;
  private final Terminal terminal;

  /**
   * @param history lines that were typed before, and will be
   */
  Conversation(Screen screen, Path history, Terminal terminal) {
    this.screen = screen;
    this.history = history;
    this.terminal = terminal;
  }

  /**
   * @param answer from all turns so far to the next one
   */
  void hold(Function<List<Message>, Message> answer) {
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .variable(LineReader.HISTORY_FILE, history)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
    screen.note(HELP);
    List<Message> turns = new ArrayList<>();
    for (String line = next(reader); line != null; line = next(reader)) {
      if (line.equals("/new")) {
        turns.clear();
      } else if (line.startsWith("/")) {
        screen.note(line.equals("/help") ? HELP : line + " is no command. " + HELP);
      } else if (!line.isEmpty()) {
        turn(turns, line, answer);
      }
    }
  }

  private void turn(List<Message> turns, String line, Function<List<Message>, Message> answer) {
    AtomicBoolean stopped = new AtomicBoolean();
    Thread asking = Thread.currentThread();
    Terminal.SignalHandler before =
        terminal.handle(
            Terminal.Signal.INT,
            signal -> {
              stopped.set(true);
              asking.interrupt();
            });
    turns.add(Message.user(line));
    try {
      turns.add(answer.apply(turns));
    } catch (CliException e) {
      turns.remove(turns.size() - 1);
      screen.line("");
      if (stopped.get()) {
        screen.note("stopped; this question and its answer are forgotten");
      } else {
        screen.error(e.getMessage());
      }
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
      Thread.interrupted(); // what came too late must not reach the next line
    }
  }

  private static String next(LineReader reader) {
    try {
      String line = reader.readLine("> ").strip();
      return line.equals("/quit") || line.equals("/exit") ? null : line;
    } catch (UserInterruptException | EndOfFileException ended) {
      return null;
    }
  }
}
