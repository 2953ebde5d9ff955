package dev.isthmus.engine.draft;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import dev.isthmus.engine.sample.Ending;
import dev.isthmus.engine.sample.GumbelChooser;
import dev.isthmus.engine.sample.Sampling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A draft model for one session alone, on an engine that the caller's thread may step. Where many
 * sessions draft together, a scheduler drives {@link DraftSession} instead.
 */
public final class ModelDrafter implements Drafter {

  private final StepEngine engine;
  private final DraftSession session;
  private final int limit;
  private Sequence sequence;
  private int[] known = new int[0];

  /**
   * @param engine holds the whole draft model
   * @param stopIds nothing is drafted behind one
   */
  public ModelDrafter(StepEngine engine, Sampling sampling, int[] stopIds) {
    this.engine = engine;
    this.limit = engine.info().context();
    this.session = new DraftSession(sampling, new Ending(stopIds, limit), new GumbelChooser());
  }

  @Override
  public int[] draft(int[] log, int length, int count) {
    int[] now = Arrays.copyOf(log, length);
    if (!admitted(now)) {
      return new int[0];
    }
    int difference = Arrays.mismatch(known, now);
    int base = difference < 0 ? length : Math.min(difference, known.length);
    int right = session.begin(base, Arrays.copyOfRange(now, base, length), count);
    known = now;
    sequence.truncate(Math.min(sequence.length(), right));
    Optional<Rows> rows = session.next(sequence.length(), engine.info().maxRows());
    while (rows.isPresent()) {
      step(rows.get());
      rows = session.next(sequence.length(), engine.info().maxRows());
    }
    return session.drafted();
  }

  @Override
  public void close() {
    if (sequence != null) {
      sequence.close();
      sequence = null;
    }
  }

  private void step(Rows rows) {
    Window window = Window.of(sequence, rows.tokens(), rows.logitRows());
    StepResult result = engine.step(List.of(window)).get(0);
    if (rows.logitRows() > 0) {
      session.accept(result.values(), 0, result.width(), engine.info().headIds());
    }
  }

  /** A draft is never worth a wait: without room there is none. */
  private boolean admitted(int[] tokens) {
    if (sequence == null
        && tokens.length > 0
        && tokens.length < limit
        && engine.admit(tokens, limit) instanceof Admission.Admitted admitted) {
      sequence = admitted.sequence();
    }
    return sequence != null && tokens.length > 0 && tokens.length < limit;
  }
}
