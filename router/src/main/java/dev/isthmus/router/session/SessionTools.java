package dev.isthmus.router.session;

import dev.isthmus.engine.draft.Drafter;
import dev.isthmus.router.mode.Gate;
import dev.isthmus.router.route.Route;
import dev.isthmus.router.speculate.ModelSeat.DraftTiming;
import dev.isthmus.router.speculate.SeatTiming.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What every session of this router works with.
 *
 * @param current the route in force now, for one that a session began with
 * @param lookup makes a prompt-lookup drafter for one session
 * @param clock for times that people read
 * @param nanos monotonic
 */
public record SessionTools(
    Gate gate,
    UnaryOperator<Route> current,
    Supplier<Drafter> lookup,
    SessionWatch watch,
    Clock clock,
    LongSupplier nanos,
    Sleeper sleeper,
    Limits limits) {

  /**
   * How patient a session is.
   *
   * @param open for a verifier's answer to an opening, and {@code reply} to a step: dead paths are
   *     noticed by their probes, so both only end the wait for an agent that lives and is stuck
   * @param pause between two rounds through all verifiers
   * @param start a new request waits this long for a verifier
   * @param credit most tokens that a verifier may push ahead of the client
   * @param reconsider a running session's mode is decided again after this many tokens
   */
  public record Limits(
      Duration open,
      Duration reply,
      Duration pause,
      Duration start,
      DraftTiming draft,
      int credit,
      int reconsider) {

    public static final Limits STANDARD =
        new Limits(
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofMillis(100),
            Duration.ofSeconds(3),
            new DraftTiming(Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(2)),
            64,
            64);
  }
}
