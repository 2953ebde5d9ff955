package dev.isthmus.router.fake;

import dev.isthmus.protocol.v1.Open;
import java.util.ArrayList;
import java.util.List;

/** What a worker holds of one session. */
final class ToySession {

  final List<Integer> log = new ArrayList<>();
  Open open;

  void reopen(Open next) {
    open = next;
    while (log.size() > next.getBase()) {
      log.remove(log.size() - 1);
    }
    if (log.size() == next.getBase()) {
      log.addAll(next.getTokensList());
    }
  }

  void keepHalf() {
    log.subList(log.size() / 2, log.size()).clear();
  }

  long seed() {
    return open.getSampling().getSeed();
  }

  boolean isFull() {
    return log.size() >= open.getTokenLimit();
  }
}
