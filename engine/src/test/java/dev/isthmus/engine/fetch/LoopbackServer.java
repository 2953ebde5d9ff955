package dev.isthmus.engine.fetch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A file server on loopback that honours ranges and can cut its answers short. */
final class LoopbackServer implements AutoCloseable {

  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> authorizations = new CopyOnWriteArrayList<>();

  /** Bytes of a body after which the connection ends. */
  volatile int cutAfter = Integer.MAX_VALUE;

  volatile String etag = "\"one\"";

  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, String> redirections = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  LoopbackServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  void put(String path, byte[] content) {
    files.put(path, content);
  }

  void redirect(String path, String to) {
    redirections.put(path, to);
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  URI uri(String path) {
    return URI.create(url(path));
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
    boolean whole = range == null || condition != null && !condition.equals(etag);
    int start = whole ? 0 : Integer.parseInt(range.replaceAll("[^0-9]", ""));
    exchange.getResponseHeaders().set("ETag", etag);
    if (start >= content.length) {
      exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    if (!whole) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(whole ? 200 : 206, content.length - start);
    int end = (int) Math.min(content.length, (long) start + cutAfter);
    exchange.getResponseBody().write(Arrays.copyOfRange(content, start, end));
    exchange.getResponseBody().flush();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
