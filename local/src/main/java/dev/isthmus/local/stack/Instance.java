package dev.isthmus.local.stack;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.isthmus.local.process.ProcessMark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder of one stack, as others may look at it while it runs and end it:
 *
 * <pre>
 * instance.json   who runs it and where it is reached
 * instance.lock   held while it runs
 * run/            a pid file for each process
 * logs/           the output of each process
 * state/          the operator's resources and their status
 * broker/ data/   what the parts keep over their restarts
 * tls/            sites' identities, where gRPC is secured
 * </pre>
 */
public record Instance(Path folder) {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  private static final Duration SUPERVISOR_GRACE = Duration.ofSeconds(45);
  private static final Duration PART_GRACE = Duration.ofSeconds(10);
  private static final String PID = ".pid";

  /**
   * What a running stack says of itself.
   *
   * @param supervisor the process that started the others and carries the links
   * @param endpoint base URL of the API nearest to users, without {@code /v1}
   * @param endpoints by site
   * @param bootstrap the broker as seen from its own site
   * @param wan as a person writes it
   */
  public record Description(
      ProcessMark supervisor,
      String endpoint,
      Map<String, String> endpoints,
      String bootstrap,
      String manifest,
      String wan) {}

  public Instance {
    folder = folder.toAbsolutePath().normalize();
  }

  public Path logs() {
    return folder.resolve("logs");
  }

  public Path log(String part) {
    return logs().resolve(part + ".log");
  }

  public Path pidFile(String part) {
    return folder.resolve("run").resolve(part + PID);
  }

  public Path state() {
    return folder.resolve("state");
  }

  /** Where the broker keeps its logs. */
  public Path broker() {
    return folder.resolve("broker");
  }

  Path data(String part) {
    return folder.resolve("data").resolve(part);
  }

  Path tls(String site) {
    return folder.resolve("tls").resolve(site);
  }

  Path lock() {
    return folder.resolve("instance.lock");
  }

  /** What the stack said, whether it still runs or not. */
  public Optional<Description> description() {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file()), Description.class));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // half-written by a machine that lost power: nothing runs
    }
  }

  /** What a stack that runs now says of itself. */
  public Optional<Description> running() {
    return description().filter(it -> it.supervisor().find().isPresent());
  }

  void describe(Description description) {
    Path fresh = folder.resolve(".instance.json.new");
    try {
      Files.createDirectories(folder);
      Files.write(fresh, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(description));
      Files.move(
          fresh, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file() + " cannot be written", e);
    }
  }

  /** Ports and boot ids are new at each start, so nothing of an earlier one is kept. */
  void clear() {
    for (String part : List.of("broker", "data", "state", "logs", "run", "tls")) {
      try (Stream<Path> files = Files.walk(folder.resolve(part))) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      } catch (NoSuchFileException e) {
        // never made
      } catch (IOException e) {
        throw new StackException(folder.resolve(part) + " cannot be cleared: " + e.getMessage(), e);
      }
    }
  }

  void forget() {
    try {
      Files.deleteIfExists(file());
    } catch (IOException e) {
      throw new UncheckedIOException(file() + " cannot be deleted", e);
    }
  }

  /** Every process of the stack that lives, by the part's name. */
  public Map<String, ProcessHandle> parts() {
    Map<String, ProcessHandle> parts = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder.resolve("run"))) {
      files
          .filter(
              file ->
                  file.toString().endsWith(PID) && !file.getFileName().toString().startsWith("."))
          .forEach(
              file ->
                  ProcessMark.read(file)
                      .flatMap(ProcessMark::find)
                      .ifPresent(process -> parts.put(part(file), process)));
    } catch (NoSuchFileException e) {
      return parts;
    } catch (IOException e) {
      throw new UncheckedIOException(folder.resolve("run") + " cannot be listed", e);
    }
    return parts;
  }

  /**
   * Ends the stack: its supervisor in order, then whatever is left of a stack whose supervisor
   * died.
   *
   * @return how many processes lived before
   */
  public int endAll() {
    Optional<ProcessHandle> supervisor =
        description().flatMap(it -> it.supervisor().find()).filter(it -> !isThisProcess(it));
    int lived = parts().size() + (supervisor.isPresent() ? 1 : 0);
    supervisor.ifPresent(it -> Ending.end(List.of(it), SUPERVISOR_GRACE));
    Ending.end(parts().values(), PART_GRACE);
    forget();
    return lived;
  }

  private static boolean isThisProcess(ProcessHandle process) {
    return process.pid() == ProcessHandle.current().pid();
  }

  private Path file() {
    return folder.resolve("instance.json");
  }

  private static String part(Path pidFile) {
    String name = pidFile.getFileName().toString();
    return name.substring(0, name.length() - PID.length());
  }
}
