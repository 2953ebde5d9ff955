package dev.isthmus.cli.chat;

import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A conversation at the terminal: lines with history, until Ctrl-D or {@code /quit}. */
final class Conversation {

  private static final String HELP =
      "Ctrl-D or /quit ends, /new forgets what was said, /help says this.";

  private final Screen screen;
  private final Path history;

  Conversation(Screen screen, Path history) {
    this.screen = screen;
    this.history = history;
  }

  /**
   * @param answer from all turns so far to the next one
   */
  void hold(Function<List<Message>, Message> answer) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
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
  }

  private void turn(List<Message> turns, String line, Function<List<Message>, Message> answer) {
    turns.add(Message.user(line));
    try {
      turns.add(answer.apply(turns));
    } catch (CliException e) {
      turns.remove(turns.size() - 1);
      screen.line("");
      screen.error(e.getMessage());
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
