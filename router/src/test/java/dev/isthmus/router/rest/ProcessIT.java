package dev.isthmus.router.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged router as a process of its own, without a broker. */
class ProcessIT {

  private static final String CHAT =
      "{\"model\":\"toy\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"seed\":7,"
          + "\"max_tokens\":200,\"stream\":true}";

  private static final int STREAMS = 64;

  private final RoutedWorker worker = new RoutedWorker();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Process process;
  private URI base;

  @BeforeEach
  void start() throws Exception {
    Map<String, String> settings = new HashMap<>(worker.start());
    settings.put("quarkus.http.port", "0");
    settings.put("quarkus.http.host", "127.0.0.1");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx96m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1");
    settings.forEach((key, value) -> builder.command().add("-D" + key + "=" + value));
    builder.command().add("-jar");
    builder.command().add(Path.of("target", "quarkus-app", "quarkus-run.jar").toString());
    process = builder.redirectErrorStream(true).start();
    base = URI.create(address(process));
    Serving.await(http, base);
  }

  @AfterEach
  void stop() {
    process.destroyForcibly();
    worker.stop();
  }

  @Test
  void atSigtermRunningStreamsEndProperlyAndNewOnesAreSentAway() throws Exception {
    RoutedWorker.verifier().holdAt(40);
    CompletableFuture<HttpResponse<String>> running =
        http.sendAsync(chat(), BodyHandlers.ofString());
    RoutedWorker.verifier().awaitSessions(1);
    process.destroy();
    HttpResponse<InputStream> refused = http.send(chat(), BodyHandlers.ofInputStream());
    while (refused.statusCode() == 200) {
      refused.body().close();
      refused = http.send(chat(), BodyHandlers.ofInputStream());
    }
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().firstValue("retry-after")).contains("1");
    assertThat(refused.body()).asString(StandardCharsets.UTF_8).contains("about to stop");
    RoutedWorker.verifier().release();
    String stream = running.get(180, TimeUnit.SECONDS).body();
    assertThat(stream).contains("\"finish_reason\":\"length\"").endsWith("data: [DONE]\n\n");
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void sixtyFourStreamsFitInto300Megabytes() throws Exception {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    assumeTrue(Files.exists(status), "resident memory is read from /proc");
    RoutedWorker.verifier().holdAt(100);
    List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      running.add(http.sendAsync(chat(), BodyHandlers.ofString()));
    }
    RoutedWorker.verifier().awaitSessions(STREAMS);
    RoutedWorker.verifier().release();
    for (CompletableFuture<HttpResponse<String>> one : running) {
      assertThat(one.get(180, TimeUnit.SECONDS).body()).endsWith("data: [DONE]\n\n");
    }
    assertThat(peakKilobytes(status)).isLessThan(300_000);
  }

  private static int peakKilobytes(Path status) throws IOException {
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D+", "")))
        .findFirst()
        .orElseThrow();
  }

  private HttpRequest chat() {
    return HttpRequest.newBuilder(base.resolve("/v1/chat/completions"))
        .header("x-isthmus-mode", "cloud")
        .POST(BodyPublishers.ofString(CHAT))
        .build();
  }

  /** Reads the log up to the address, and the rest of it on a thread of its own. */
  private static String address(Process process) throws IOException {
    BufferedReader log =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder seen = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      seen.append(line).append('\n');
      int at = line.indexOf("Listening on: ");
      if (at >= 0) {
        Thread rest = new Thread(() -> log.lines().forEach(more -> {}), "log");
        rest.setDaemon(true);
        rest.start();
        return line.substring(at + "Listening on: ".length()).trim();
      }
    }
    throw new IOException("the router did not start:\n" + seen);
  }
}
