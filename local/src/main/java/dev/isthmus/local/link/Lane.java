package dev.isthmus.local.link;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** One direction of a link, shared by all its connections: when do bytes that leave now arrive? */
final class Lane {

  private final RandomGenerator random;
  private final AtomicLong carried = new AtomicLong();
  private volatile LinkProfile profile;
  private long freeAt = Long.MIN_VALUE;

  Lane(LinkProfile profile, RandomGenerator random) {
    this.profile = profile;
    this.random = random;
  }

  void profile(LinkProfile next) {
    profile = next;
  }

  boolean isTransparent() {
    return profile.isTransparent();
  }

  long roundTripNanos() {
    return profile.roundTrip().toNanos();
  }

  /** Bytes that left, ever. */
  long carried() {
    return carried.get();
  }

  void count(int bytes) {
    carried.addAndGet(bytes);
  }

  /**
   * Books room for bytes.
   *
   * @param now nanoseconds of the monotonic clock
   * @return when they arrive, on the same clock
   */
  synchronized long arrival(long now, int bytes) {
    LinkProfile current = profile;
    long sent = now;
    if (current.bytesPerSecond() > 0) {
      long start = freeAt == Long.MIN_VALUE ? now : Math.max(now, freeAt);
      freeAt = start + (long) (bytes * 1e9 / current.bytesPerSecond());
      sent = freeAt;
    }
    long delay = current.roundTrip().toNanos() / 2;
    long spread = current.jitter().toNanos() / 2;
    return sent + delay + (spread == 0 ? 0 : random.nextLong(-spread, spread + 1));
  }
}
