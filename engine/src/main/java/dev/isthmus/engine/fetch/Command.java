package dev.isthmus.engine.fetch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a program to its end. */
final class Command {

  /**
   * How it ended.
   *
   * @param error the last line that it wrote to standard error
   */
  record Outcome(int status, String output, String error) {}

  private Command() {}

  /**
   * @throws IOException if there is no such program, or the wait for it is interrupted
   */
  static Outcome run(List<String> program, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>(program);
    all.addAll(arguments);
    Path error = Files.createTempFile("isthmus", ".err");
    try {
      Process process = new ProcessBuilder(all).redirectError(error.toFile()).start();
      try {
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output, lastLine(error));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } finally {
        process.destroy();
      }
    } finally {
      Files.deleteIfExists(error);
    }
  }

  private static String lastLine(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    return text.substring(text.lastIndexOf('\n') + 1);
  }
}
