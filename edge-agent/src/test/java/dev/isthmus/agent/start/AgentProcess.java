package dev.isthmus.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged agent as a process of its own. */
final class AgentProcess implements AutoCloseable {

  private static final Pattern ADDRESS = Pattern.compile("agent node=.* address=127.0.0.1:(\\d+) ");
  private static final int PATIENCE_SECONDS = 240;

  private final Process process;
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  private final List<String> lines = new ArrayList<>();

  private AgentProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "agent-output");
    reader.setDaemon(true);
    reader.start();
  }

  static AgentProcess start(String node, Path dir, String broker) throws IOException {
    return start(node, dir, dir.resolve("cache"), broker, Map.of());
  }

  /**
   * @param environment added to this process's own
   */
  static AgentProcess start(
      String node, Path dir, Path cache, String broker, Map<String, String> environment)
      throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-Disthmus.site=edge",
            "-Disthmus.node=" + node,
            "-Disthmus.data-dir=" + dir.resolve(node),
            "-Disthmus.cache-dir=" + cache,
            "-Disthmus.home=" + Path.of("src", "test", "resources").toAbsolutePath(),
            "-Disthmus.memory=268435456",
            "-Disthmus.threads=1",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dkafka.bootstrap.servers=" + broker,
            "-jar",
            Path.of("target", "quarkus-app", "quarkus-run.jar").toString());
    ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
    process.environment().putAll(environment);
    return new AgentProcess(process.start());
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        synchronized (lines) {
          lines.add(line);
          lines.notifyAll();
        }
        Matcher address = ADDRESS.matcher(line);
        if (address.find()) {
          port.complete(Integer.parseInt(address.group(1)));
        }
      }
    } catch (IOException e) {
      port.completeExceptionally(e);
    }
    port.completeExceptionally(new IllegalStateException("the agent ended: " + output()));
  }

  int port() throws Exception {
    return port.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  void awaitLine(String part) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (lines) {
      while (lines.stream().noneMatch(line -> line.contains(part))) {
        assertThat(System.nanoTime()).as("%s in %s", part, lines).isLessThan(end);
        lines.wait(1000);
      }
    }
  }

  String output() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  /** SIGTERM; returns the exit code. By its handle, since Process.destroy closes the output too. */
  int terminate() {
    process.toHandle().destroy();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(output()).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
