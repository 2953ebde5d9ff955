package dev.isthmus.router.attach;

import io.netty.channel.Channel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Connections that were asked for and are not carried yet. Thread-safe. */
final class Waiting {

  private final Supplier<String> names;
  private final Map<String, Channel> sockets = new ConcurrentHashMap<>();

  /**
   * @param names which nobody can guess: who knows one gets the connection
   */
  Waiting(Supplier<String> names) {
    this.names = names;
  }

  String add(Channel socket) {
    String name = names.get();
    sockets.put(name, socket);
    return name;
  }

  /** Once for each. */
  Optional<Channel> take(String name) {
    return Optional.ofNullable(sockets.remove(name));
  }
}
