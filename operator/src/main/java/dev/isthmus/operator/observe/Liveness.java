package dev.isthmus.operator.observe;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is silent, and for how long. Silence is counted in ticks of a monotonic clock, and only in
 * those in which our own consumer was making progress; when it does so again after a pause,
 * everyone gets the full grace anew.
 */
final class Liveness {

  private static final int STALE_INTERVALS = 3;
  private static final int UNREACHABLE_INTERVALS = 10;

  /** A count of silence. What was heard since the last tick counts from the next one on. */
  private static final class Silence {
    private long nanos;
    private boolean heard = true;

    void end() {
      nanos = 0;
      heard = true;
    }

    void goOn(long elapsedNanos) {
      nanos = heard ? 0 : nanos + elapsedNanos;
      heard = false;
    }
  }

  private static final class Boot {
    private final Silence silence = new Silence();
    private boolean heardBesideAnother;
  }

  private static final class Member {
    private final Map<String, Boot> boots = new LinkedHashMap<>();
    private final Silence silence = new Silence();
    private String latestBoot = "";
    private boolean unreachable;
  }

  private final Map<String, Member> members = new HashMap<>();
  private final long staleNanos;
  private final long unreachableNanos;
  private boolean progressing;
  private boolean lost;

  /**
   * @param interval how often agents and routers beat
   */
  Liveness(Duration interval) {
    staleNanos = interval.multipliedBy(STALE_INTERVALS).toNanos();
    unreachableNanos = interval.multipliedBy(UNREACHABLE_INTERVALS).toNanos();
  }

  /** Counts a name from now on, with full grace. */
  void expect(String name) {
    members.computeIfAbsent(name, key -> new Member());
  }

  /** Counts a name that was unreachable before we started; it is so until it is heard. */
  void expectUnreachable(String name) {
    members.computeIfAbsent(name, key -> new Member()).unreachable = true;
  }

  void forget(String name) {
    members.remove(name);
  }

  void heard(String name, String boot) {
    Member member = members.computeIfAbsent(name, key -> new Member());
    member.silence.end();
    member.unreachable = false;
    boolean known = member.boots.containsKey(boot);
    Boot heard = member.boots.computeIfAbsent(boot, key -> new Boot());
    heard.silence.end();
    // an agent that came back beats after the one before it fell silent; only two live ones
    // alternate
    heard.heardBesideAnother = known && !boot.equals(member.latestBoot);
    if (heard.heardBesideAnother) {
      member.boots.get(member.latestBoot).heardBesideAnother = true;
    }
    member.latestBoot = boot;
  }

  /**
   * @param elapsedNanos since the last tick
   * @param progress whether our consumer had taken in all there was
   * @param gone names that said goodbye: their silence means nothing
   */
  void tick(long elapsedNanos, boolean progress, Set<String> gone) {
    if (progress && !progressing) {
      members.values().forEach(Liveness::grace);
    }
    boolean counts = progress && progressing;
    progressing = progress;
    if (!counts) {
      return;
    }
    for (Member member : members.values()) {
      member.silence.goOn(elapsedNanos);
      member.boots.values().forEach(boot -> boot.silence.goOn(elapsedNanos));
      member.boots.values().removeIf(boot -> boot.silence.nanos > unreachableNanos);
    }
    judge(gone);
  }

  private static void grace(Member member) {
    member.silence.end();
    member.boots.values().forEach(boot -> boot.silence.end());
  }

  private void judge(Set<String> gone) {
    long total = 0;
    long silent = 0;
    for (Map.Entry<String, Member> entry : members.entrySet()) {
      if (!entry.getValue().unreachable && !gone.contains(entry.getKey())) {
        total++;
        silent += entry.getValue().silence.nanos >= staleNanos ? 1 : 0;
      }
    }
    lost = silent * 2 > total;
    if (!lost) {
      for (Member member : members.values()) {
        member.unreachable |= member.silence.nanos >= unreachableNanos;
      }
    }
  }

  /** More than half of those that were not unreachable before are silent now. */
  boolean lost() {
    return lost;
  }

  Voice of(String name) {
    Member member = members.get(name);
    if (member == null || member.unreachable) {
      return Voice.UNREACHABLE;
    }
    return member.silence.nanos >= staleNanos ? Voice.STALE : Voice.LIVE;
  }

  /** The boots that beat under one name beside each other, empty where there is but one. */
  Optional<Set<String>> duplicates(String name) {
    Member member = members.get(name);
    if (member == null) {
      return Optional.empty();
    }
    Map<String, Boot> live = new LinkedHashMap<>(member.boots);
    live.values().removeIf(boot -> boot.silence.nanos >= staleNanos);
    return live.size() > 1 && live.values().stream().anyMatch(boot -> boot.heardBesideAnother)
        ? Optional.of(Set.copyOf(live.keySet()))
        : Optional.empty();
  }
}
