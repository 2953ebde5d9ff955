package dev.isthmus.router.mode;

import dev.isthmus.planner.mode.StepTimes;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.StepTime;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What one router has measured of one service; the sessions of all clients add to it. Thread-safe.
 */
public final class ServiceFigures {

  /** Where a node's profile is empty: a small model on a small machine. */
  private static final StepTimes UNKNOWN = StepTimes.of(Map.of(1, 10.0, 8, 20.0));

  private final LongSupplier nanos;
  private final Map<String, VerifierFigures> verifiers = new HashMap<>();
  private final Map<String, SourceFigures> sources = new HashMap<>();

  /**
   * @param nanos a monotonic clock
   */
  ServiceFigures(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** What a verifier costs at its load. */
  synchronized VerifierFigures verifier(String node, Profile profile) {
    return verifiers.computeIfAbsent(node, n -> VerifierFigures.of(times(profile)));
  }

  public synchronized void verified(String node, int rows, double millis) {
    verifiers.computeIfPresent(
        node, (n, figures) -> figures.window(rows, millis, nanos.getAsLong()));
  }

  /** One token of plain decoding as it arrived here. */
  public synchronized void plainStep(String node, double millis) {
    verifiers.computeIfPresent(node, (n, figures) -> figures.plain(millis, nanos.getAsLong()));
  }

  public synchronized SourceFigures source(String name, SourceFigures before) {
    return sources.computeIfAbsent(name, n -> before);
  }

  /** Acceptance rate of a source, 0 before it was ever considered. */
  public synchronized double acceptance(String name) {
    SourceFigures figures = sources.get(name);
    return figures == null ? 0 : figures.acceptance().rate();
  }

  public synchronized void drafted(String name, int drafted, int accepted) {
    sources.computeIfPresent(
        name, (n, f) -> drafted == 0 ? f.silent() : f.proposed(drafted, accepted));
  }

  public synchronized void draftStep(String name, double millisPerToken) {
    sources.computeIfPresent(name, (n, figures) -> figures.took(millisPerToken));
  }

  /** One row's time of a profile, or what is assumed where there is none. */
  static double stepMillis(Profile profile, double otherwise) {
    return profile.getStepsCount() == 0 ? otherwise : times(profile).millis(1);
  }

  private static StepTimes times(Profile profile) {
    TreeMap<Integer, Double> millis = new TreeMap<>();
    for (StepTime step : profile.getStepsList()) {
      if (step.getSessions() <= 1 && step.getRows() > 0 && step.getMillis() > 0) {
        millis.put(step.getRows(), step.getMillis());
      }
    }
    return millis.isEmpty() ? UNKNOWN : new StepTimes(millis);
  }
}
