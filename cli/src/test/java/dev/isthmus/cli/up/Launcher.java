package dev.isthmus.cli.up;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./isthmus} of this checkout as a person would, with a state folder of its own. */
final class Launcher {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

  private final Path folder;
  private final Map<String, String> environment;
  private int calls;

  /** How a command ended. */
  record Result(int code, String out, String err) {}

  Launcher(Path folder) {
    this(folder, Map.of());
  }

  /**
   * @param environment variables beside the present ones
   */
  Launcher(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  Path state() {
    return folder.resolve("state");
  }

  Result run(long limitSeconds, String... arguments) {
    return typed("", limitSeconds, arguments);
  }

  /**
   * @param lines what a person types
   */
  Result typed(String lines, long limitSeconds, String... arguments) {
    Path out = folder.resolve("out-" + ++calls);
    Path err = folder.resolve("err-" + calls);
    List<String> command = new ArrayList<>(List.of(HOME.resolve("isthmus").toString()));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      builder.environment().put("ISTHMUS_STATE", state().toString());
      Process process = builder.start();
      try (OutputStream keyboard = process.getOutputStream()) {
        keyboard.write(lines.getBytes(StandardCharsets.UTF_8));
      }
      if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(
            "isthmus %s took longer than %d s: %s%s"
                .formatted(
                    List.of(arguments),
                    limitSeconds,
                    Files.readString(out),
                    Files.readString(err)));
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
