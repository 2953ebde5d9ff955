package dev.isthmus.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Which process is meant, beyond its pid: pids are given again, start times with them are not.
 *
 * @param started when the process began, as the system tells it
 */
public record ProcessMark(long pid, Instant started) {

  /** A process that lives. */
  public static ProcessMark of(ProcessHandle process) {
    return new ProcessMark(process.pid(), startOf(process));
  }

  /** The process itself, as long as it lives. */
  public Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> startOf(process).equals(started));
  }

  /** Reads a pid file; empty where there is none or it is unreadable. */
  public static Optional<ProcessMark> read(Path file) {
    try {
      String[] words = Files.readString(file).trim().split(" ");
      return words.length == 2
          ? Optional.of(new ProcessMark(Long.parseLong(words[0]), Instant.parse(words[1])))
          : Optional.empty();
    } catch (NoSuchFileException | NumberFormatException | DateTimeParseException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  /** Writes a pid file. */
  public void write(Path file) {
    Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(fresh, pid + " " + started + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }

  private static Instant startOf(ProcessHandle process) {
    return process.info().startInstant().orElse(Instant.EPOCH);
  }
}
