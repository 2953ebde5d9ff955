package dev.isthmus.cli.bench;

import dev.isthmus.cli.chat.ChatClient;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.local.stack.LocalStack;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Kills, in the middle of a stream, the node that serves it: the one that worked while it ran. */
final class Disturbance {

  private final LocalStack stack;
  private final List<String> nodes;
  private final int killAfter;
  private final LongSupplier nanos;
  private Map<String, Duration> before = Map.of();
  private String victim;
  private int pieces;
  private long last;
  private long longest;

  /**
   * @param killAfter pieces of text that arrive before
   */
  Disturbance(LocalStack stack, List<String> nodes, int killAfter, LongSupplier nanos) {
    this.stack = stack;
    this.nodes = nodes;
    this.killAfter = killAfter;
    this.nanos = nanos;
  }

  /** Asks, disturbs, and returns the text all the same. */
  String ask(ChatClient client, Ask ask, String model) {
    String text = client.ask(ask.question(model), (piece, accepted) -> arrived()).text();
    if (victim == null) {
      throw new CliException(
          "the answer ended after %d pieces, before the kill; give a lower --kill-after"
              .formatted(pieces));
    }
    return text;
  }

  String victim() {
    return victim;
  }

  /** Longest time between two pieces, or the kill and a piece, after the kill. */
  double longestWaitMillis() {
    return longest / 1e6;
  }

  private void arrived() {
    long now = nanos.getAsLong();
    pieces++;
    if (victim != null) {
      longest = Math.max(longest, now - last);
      last = now;
    } else if (pieces == killAfter / 2) {
      before = work();
    } else if (pieces == killAfter) {
      victim = busiest(work());
      last = nanos.getAsLong();
      stack.part(victim).kill();
    }
  }

  private String busiest(Map<String, Duration> after) {
    String most = nodes.get(0);
    for (String node : nodes) {
      if (worked(node, after).compareTo(worked(most, after)) > 0) {
        most = node;
      }
    }
    return most;
  }

  private Duration worked(String node, Map<String, Duration> after) {
    return after.get(node).minus(before.get(node));
  }

  private Map<String, Duration> work() {
    Map<String, Duration> work = new TreeMap<>();
    for (String node : nodes) {
      Duration time =
          ProcessHandle.of(stack.part(node).pid().orElse(-1))
              .flatMap(process -> process.info().totalCpuDuration())
              .orElse(Duration.ZERO);
      work.put(node, time);
    }
    return work;
  }
}
