package dev.isthmus.engine.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A file server on loopback that honours ranges and can cut its answers short. */
public final class LoopbackServer implements AutoCloseable {

  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();

  /** Bytes of a body after which the connection ends. */
  volatile int cutAfter = Integer.MAX_VALUE;

  volatile String etag = "\"one\"";

  /** Whether a range that is asked for is answered with all of the file. */
  volatile boolean ignoresRanges;

  /** Bytes of all bodies. */
  final AtomicLong sent = new AtomicLong();

  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, String> redirections = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  public LoopbackServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public void put(String path, byte[] content) {
    files.put(path, content);
  }

  void redirect(String path, String to) {
    redirections.put(path, to);
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  URI uri(String path) {
    return URI.create(url(path));
  }

  /**
   * Everything from this server, nothing remembered but in this folder, no rest between attempts.
   *
   * @param token shown to the hub alone, or empty
   */
  FetchSettings settings(Path folder, String token, List<String> python) {
    return new FetchSettings(
        folder.resolve("cache"), folder, uri(""), token, uri("/simple"), python, time -> {});
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    String range = exchange.getRequestHeaders().getFirst("Range");
    requests.add(range == null ? path : path + " " + range);
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) {
      authorizations.add(path + " " + authorization);
    }
    try (exchange) {
      byte[] content = files.get(path);
      if (redirections.containsKey(path)) {
        exchange.getResponseHeaders().set("Location", redirections.get(path));
        exchange.sendResponseHeaders(302, -1);
      } else if (content == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        body(exchange, content, range);
      }
    }
  }

  private void body(HttpExchange exchange, byte[] content, String range) throws IOException {
    String condition = exchange.getRequestHeaders().getFirst("If-Range");
    boolean whole = range == null || ignoresRanges || condition != null && !condition.equals(etag);
    String[] bounds = whole ? new String[0] : range.replace("bytes=", "").split("-");
    int start = whole ? 0 : Integer.parseInt(bounds[0]);
    int last = bounds.length < 2 ? content.length - 1 : Integer.parseInt(bounds[1]);
    exchange.getResponseHeaders().set("ETag", etag);
    if (start >= content.length) {
      exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (!whole) {
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + start + "-" + last + "/" + content.length);
    }
    exchange.sendResponseHeaders(whole ? 200 : 206, last + 1 - start);
    int end = (int) Math.min(last + 1, (long) start + cutAfter);
    sent.addAndGet(end - start);
    exchange.getResponseBody().write(Arrays.copyOfRange(content, start, end));
    exchange.getResponseBody().flush();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
