package dev.isthmus.engine.fetch;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;

/**
 * GET with redirections followed by hand, so that a token is shown to nobody but the host it is
 * for.
 */
final class HttpGet {

  static final int RANGE_NOT_SATISFIABLE = 416;

  private static final int MOST_REDIRECTIONS = 10;
  private static final Set<Integer> REDIRECTIONS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> LATER = Set.of(408, 425, 429, 500, 502, 503, 504);

  /** Trying again would not help. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private final URI tokenFor;
  private final String token;
  private final Duration patience;
  private final ProxySelector proxies;

  /**
   * @param tokenFor the origin that may see the token
   * @param token a bearer token, or empty
   * @param patience how long a server may say nothing
   * @param proxies which way to go
   */
  HttpGet(URI tokenFor, String token, Duration patience, ProxySelector proxies) {
    this.tokenFor = tokenFor;
    this.token = token;
    this.patience = patience;
    this.proxies = proxies;
  }

  /**
   * @param from first byte wanted
   * @param validator the ETag of the bytes before it, or empty
   * @return answered with 200, 206 or 416
   * @throws Refused for an answer that will not change
   */
  HttpURLConnection get(URI address, long from, String validator) throws IOException {
    return get(
        address,
        asked -> {
          if (from > 0) {
            asked.setRequestProperty("Range", "bytes=" + from + "-");
            if (!validator.isEmpty()) {
              asked.setRequestProperty("If-Range", validator);
            }
          }
        });
  }

  /**
   * @param from first byte wanted
   * @param to first byte not wanted any more
   * @return answered with 200, 206 or 416
   * @throws Refused for an answer that will not change
   */
  HttpURLConnection get(URI address, long from, long to) throws IOException {
    return get(
        address, asked -> asked.setRequestProperty("Range", "bytes=%d-%d".formatted(from, to - 1)));
  }

  /**
   * @param accepted the media type wanted
   * @throws Refused for an answer that will not change
   */
  HttpURLConnection get(URI address, String accepted) throws IOException {
    return get(address, asked -> asked.setRequestProperty("Accept", accepted));
  }

  private HttpURLConnection get(URI address, Consumer<HttpURLConnection> asking)
      throws IOException {
    URI at = address;
    for (int hop = 0; hop < MOST_REDIRECTIONS; hop++) {
      HttpURLConnection answer = open(at);
      asking.accept(answer);
      int status = answer.getResponseCode();
      if (!REDIRECTIONS.contains(status)) {
        return accepted(address, status, answer);
      }
      String location = answer.getHeaderField("Location");
      answer.disconnect();
      URI next = location == null ? null : at.resolve(location);
      if (next == null || at.getScheme().equals("https") && !"https".equals(next.getScheme())) {
        throw new Refused(address + ": redirected to " + location + ", which is not followed");
      }
      at = next;
    }
    throw new Refused(address + ": redirected more than " + MOST_REDIRECTIONS + " times");
  }

  /** Whether a 206 begins at the byte that was asked for. */
  static boolean begins(HttpURLConnection answer, long from) {
    String range = answer.getHeaderField("Content-Range");
    return range != null && range.startsWith("bytes " + from + "-");
  }

  private static HttpURLConnection accepted(URI address, int status, HttpURLConnection answer)
      throws IOException {
    if (status == 200 || status == 206 || status == RANGE_NOT_SATISFIABLE) {
      return answer;
    }
    answer.disconnect();
    String message = address + ": the server answered " + status;
    if (LATER.contains(status)) {
      throw new IOException(message);
    }
    throw new Refused(
        status == 401 || status == 403
            ? message + "; it needs a credential (HF_TOKEN for the hub)"
            : message);
  }

  private Proxy proxy(URI at) throws Refused {
    try {
      return proxies.select(at).get(0);
    } catch (IllegalArgumentException e) {
      throw new Refused(e.getMessage());
    }
  }

  private HttpURLConnection open(URI at) throws IOException {
    if (!(at.toURL().openConnection(proxy(at)) instanceof HttpURLConnection connection)) {
      throw new Refused(at + ": only http and https are fetched");
    }
    int millis = (int) patience.toMillis();
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    connection.setInstanceFollowRedirects(false);
    connection.setRequestProperty("Accept-Encoding", "identity");
    connection.setRequestProperty("User-Agent", "isthmus");
    if (!token.isEmpty() && at.getAuthority().equals(tokenFor.getAuthority())) {
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    return connection;
  }
}
