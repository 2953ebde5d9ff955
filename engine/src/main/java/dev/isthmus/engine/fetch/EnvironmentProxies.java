package dev.isthmus.engine.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Proxies as curl, pip and kubectl read them from the environment: {@code https_proxy}, {@code
 * http_proxy}, {@code all_proxy} and {@code no_proxy}, or the same in capitals. {@code no_proxy}
 * has hosts, each with all below it, "*" for all, with or without a port; this machine itself is
 * never asked for through a proxy.
 */
final class EnvironmentProxies extends ProxySelector {

  private static final int DEFAULT_PORT = 1080;
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\..*|\\[::1]");

  private final Map<String, String> environment;

  EnvironmentProxies(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * @throws IllegalArgumentException naming the variable that cannot be read
   */
  @Override
  public List<Proxy> select(URI address) {
    String scheme = address.getScheme().toLowerCase(Locale.ROOT);
    String name = variable(scheme + "_proxy").isEmpty() ? "all_proxy" : scheme + "_proxy";
    String value = variable(name);
    return List.of(value.isEmpty() || isExempt(address) ? Proxy.NO_PROXY : proxy(name, value));
  }

  private String variable(String name) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : value;
  }

  private boolean isExempt(URI address) {
    // A name with "_" is no host to URI.
    String named = address.getHost() == null ? address.getAuthority() : address.getHost();
    String host = named.toLowerCase(Locale.ROOT);
    if (LOOPBACK.matcher(host).matches()) {
      return true;
    }
    int port = address.getPort() > 0 ? address.getPort() : defaultPort(address);
    for (String entry : variable("no_proxy").toLowerCase(Locale.ROOT).split("[,\\s]+")) {
      String name = entry.replaceFirst("^\\*?\\.", "");
      if (entry.equals("*") || covers(name, host) || covers(name, host + ":" + port)) {
        return true;
      }
    }
    return false;
  }

  private static boolean covers(String name, String host) {
    return !name.isEmpty() && (host.equals(name) || host.endsWith("." + name));
  }

  private static int defaultPort(URI address) {
    return address.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  private static Proxy proxy(String name, String value) {
    URI proxy = uri(value.contains("://") ? value : "http://" + value);
    if (proxy == null || proxy.getHost() == null) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it must be an address as http://HOST:PORT");
    }
    if (proxy.getUserInfo() != null) {
      throw new IllegalArgumentException(
          name + " has a password, which is not supported; name a proxy that asks for none");
    }
    boolean socks = proxy.getScheme().startsWith("socks");
    int port = proxy.getPort() > 0 ? proxy.getPort() : DEFAULT_PORT;
    return new Proxy(
        socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port));
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException cause) {
    // the download says it, and tries again
  }
}
