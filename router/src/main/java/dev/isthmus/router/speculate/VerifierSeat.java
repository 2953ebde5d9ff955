package dev.isthmus.router.speculate;

import dev.isthmus.engine.draft.TokenLog;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.router.speculate.Opening.Seated;
import dev.isthmus.router.worker.WorkerLostException;
import dev.isthmus.router.worker.WorkerPath;
import dev.isthmus.router.worker.WorkerRefusedException;
import dev.isthmus.router.worker.WorkerStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A session's place at a verifier, kept whatever happens to nodes and links: a lost stream is
 * opened again with a higher epoch, on the same node first, else on another. Used by the session's
 * thread only.
 */
public final class VerifierSeat {

  private final Opening opening;
  private final Supplier<List<WorkerPath>> verifiers;
  private final SeatTiming timing;
  private final LongSupplier nanos;
  private final SeatEvents events;
  private Seated seated;
  private WorkerPath last;
  private String numericsClass = "";
  private String whyLost = "";
  private int cached;
  private int openings;
  private long rounds;
  private boolean rerouted;

  /**
   * @param verifiers who serves now, best first
   * @param nanos a monotonic clock
   */
  public VerifierSeat(
      Terms terms,
      TokenLog log,
      Supplier<List<WorkerPath>> verifiers,
      SeatTiming timing,
      LongSupplier nanos,
      SeatEvents events) {
    this.opening = new Opening(terms, Role.ROLE_VERIFIER, log, timing.openLimit());
    this.verifiers = verifiers;
    this.timing = timing;
    this.nanos = nanos;
    this.events = events;
  }

  /**
   * Takes a seat for the first time.
   *
   * @param patience how long it may take until a verifier is found
   */
  public void take(Duration patience)
      throws CutOffException, UnservableException, InterruptedException {
    find(patience);
  }

  /** The stream to a verifier that holds the whole log. */
  WorkerStream stream() throws CutOffException, UnservableException, InterruptedException {
    if (seated == null) {
      find(timing.offlineAfter());
    }
    return seated.stream();
  }

  /** Says that the stream is of no more use; the next {@link #stream} opens another. */
  void lost(Exception why) throws UnservableException {
    if (why instanceof WorkerRefusedException refused && refused.isFinal()) {
      throw new UnservableException(refused.getMessage());
    }
    whyLost = why.getMessage();
    seated.stream().abandon(whyLost);
    seated = null;
  }

  /** A number for the next step; never used twice in a session. */
  long nextRound() {
    return ++rounds;
  }

  /** Counts openings: what was asked for before the last one is forgotten. */
  int openings() {
    return openings;
  }

  public Duration replyLimit() {
    return timing.replyLimit();
  }

  /** Where the session sits or sat last. */
  public WorkerPath path() {
    return last;
  }

  /** Prompt tokens whose KV the first verifier still had. */
  public int cached() {
    return cached;
  }

  public String numericsClass() {
    return numericsClass;
  }

  /** Whether tokens came by other experts than the gates chose: not what the model says. */
  public boolean isRerouted() {
    return rerouted;
  }

  /** Takes note of what a verifier says of its tokens. */
  void heard(boolean byOtherExperts) {
    rerouted |= byOtherExperts;
  }

  /** How often a lost stream was opened again. */
  public int reopenings() {
    return Math.max(0, openings - 1);
  }

  public void close(String reason) {
    if (seated != null) {
      seated.stream().close(reason);
      seated = null;
    }
  }

  private void find(Duration patience)
      throws CutOffException, UnservableException, InterruptedException {
    long start = nanos.getAsLong();
    String failure = "no verifier is known";
    while (true) {
      for (WorkerPath path : candidates()) {
        try {
          sit(opening.on(path, path == last, numericsClass));
          return;
        } catch (WorkerRefusedException e) {
          if (e.isFinal()) {
            throw new UnservableException(e.getMessage());
          }
          failure = e.getMessage();
        } catch (WorkerLostException e) {
          failure = e.getMessage();
        }
      }
      if (nanos.getAsLong() - start >= patience.toNanos()) {
        throw new CutOffException(
            "no verifier answered within " + patience.toMillis() + " ms: " + failure);
      }
      timing.sleeper().sleep(timing.pause());
    }
  }

  private void sit(Seated next) {
    if (openings == 0) {
      cached = next.cached();
    } else {
      boolean other = !next.numericsClass().equals(numericsClass);
      events.reopened(last.address().node(), next.node(), whyLost, other);
    }
    openings++;
    seated = next;
    last = next.path();
    numericsClass = next.numericsClass();
  }

  /** The last one first, since it may hold the session; those that do not answer probes last. */
  private List<WorkerPath> candidates() {
    List<WorkerPath> candidates = new ArrayList<>(verifiers.get());
    candidates.sort(
        Comparator.comparing((WorkerPath path) -> !path.isAnswering())
            .thenComparing(path -> path != last));
    return candidates;
  }
}
