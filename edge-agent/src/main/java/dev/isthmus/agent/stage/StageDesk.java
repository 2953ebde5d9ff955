package dev.isthmus.agent.stage;

import com.google.protobuf.ByteString;
import dev.isthmus.agent.stage.StageRefusedException.Reason;
import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StageInput;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import dev.isthmus.protocol.v1.Missing;
import dev.isthmus.protocol.v1.StageFrame;
import dev.isthmus.protocol.v1.StageStep;
import dev.isthmus.protocol.v1.StageWindow;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One stage at work: the KV of its sequences, and the steps that come for them. Windows that it
 * cannot compute are asked for again or refused; the others of the same step go on. Belongs to one
 * thread; knows neither threads nor gRPC.
 */
final class StageDesk implements AutoCloseable {

  /** Stages never see tokens that KV could be found by, so none is taken over. */
  private static final int[] UNKNOWN_TOKENS = {0};

  private final StepEngine engine;
  private final StageExit exit;
  private final Map<Long, SeatedSequence> sequences = new HashMap<>();
  private StateCodec codec = StateCodec.FP32;
  private StageEntry entry;

  StageDesk(StepEngine engine, StageExit exit) {
    this.engine = engine;
    this.exit = exit;
  }

  EngineInfo info() {
    return engine.info();
  }

  /**
   * A link to the stage before was made.
   *
   * @param encoding of what comes over it
   */
  void attach(StageEntry to, StateCodec encoding) {
    entry = to;
    codec = encoding;
    sequences.values().forEach(SeatedSequence::forgetQuestion);
  }

  void frame(StageFrame frame) {
    if (frame.hasStep()) {
      step(frame.getStep());
    } else if (frame.hasRelease()) {
      frame.getRelease().getSequencesList().forEach(this::release);
    }
  }

  private void step(StageStep step) {
    List<StageWindow> accepted = new ArrayList<>();
    List<Window> windows = new ArrayList<>();
    for (StageWindow window : step.getWindowsList()) {
      try {
        StageInput input = input(window);
        SeatedSequence seated = seat(window);
        if (seated.reach(window)) {
          accepted.add(window);
          windows.add(new Window(seated.kv(), input, ends() ? window.getLogitRows() : 0));
        } else if (seated.askFor(window)) {
          entry.missing(missing(window.getSequence(), seated.kv().length(), window.getBase()));
        }
      } catch (StageRefusedException e) {
        entry.refused(e.refusal(window.getSequence()));
      }
    }
    if (!windows.isEmpty()) {
      run(accepted, windows);
    }
  }

  private void run(List<StageWindow> accepted, List<Window> windows) {
    List<StepResult> results;
    try {
      results = engine.step(windows);
    } catch (RuntimeException | OutOfMemoryError e) {
      for (int i = 0; i < windows.size(); i++) {
        windows.get(i).sequence().truncate(accepted.get(i).getBase());
        entry.refused(
            new StageRefusedException(Reason.ENGINE_FAILED, name() + " failed: " + e)
                .refusal(accepted.get(i).getSequence()));
      }
      return;
    }
    exit.scored(accepted, results);
  }

  /** The stage after this one lacks rows whose states were not kept: they are computed again. */
  void computeAgain(Missing missing) {
    SeatedSequence seated = sequences.get(missing.getSequence());
    if (seated != null) {
      int held = Math.min(missing.getHeld(), seated.kv().length());
      seated.kv().truncate(held);
      entry.missing(missing(missing.getSequence(), held, missing.getWanted()));
    }
  }

  private void release(long sequence) {
    SeatedSequence seated = sequences.remove(sequence);
    if (seated != null) {
      seated.kv().close();
    }
    exit.release(sequence);
  }

  /** Ends all sequences, as those of a host that started anew. */
  void releaseAll() {
    List.copyOf(sequences.keySet()).forEach(this::release);
  }

  @Override
  public void close() {
    releaseAll();
    engine.close();
  }

  private SeatedSequence seat(StageWindow window) throws StageRefusedException {
    SeatedSequence seated = sequences.get(window.getSequence());
    if (seated == null) {
      seated = new SeatedSequence(admit(window.getLimit()));
      sequences.put(window.getSequence(), seated);
    } else if (window.getLimit() > seated.kv().limit()) {
      extend(seated.kv(), window.getLimit());
    }
    if (window.getBase() + window.getRows() > seated.kv().limit()) {
      throw new StageRefusedException(
          Reason.WRONG_SHAPE,
          "%s: rows %d to %d of a sequence that reserved %d"
              .formatted(
                  name(),
                  window.getBase(),
                  window.getBase() + window.getRows(),
                  seated.kv().limit()));
    }
    return seated;
  }

  private Sequence admit(int limit) throws StageRefusedException {
    checkLimit(limit);
    if (engine.admit(UNKNOWN_TOKENS, limit) instanceof Admission.Admitted admitted) {
      return admitted.sequence();
    }
    throw noMemory(limit);
  }

  /** A session goes on with rows of one that was to be shorter. */
  private void extend(Sequence kv, int limit) throws StageRefusedException {
    checkLimit(limit);
    if (!kv.extend(limit)) {
      throw noMemory(limit);
    }
  }

  private void checkLimit(int limit) throws StageRefusedException {
    if (limit < 1 || limit > info().context()) {
      throw new StageRefusedException(
          Reason.WRONG_SHAPE,
          "%s: a sequence of %d rows; the context has %d"
              .formatted(name(), limit, info().context()));
    }
  }

  private StageRefusedException noMemory(int limit) {
    return new StageRefusedException(
        Reason.NO_MEMORY,
        "%s has no KV for %d tokens: %s".formatted(name(), limit, engine.kvUse()));
  }

  private StageInput input(StageWindow window) throws StageRefusedException {
    int rows = window.getRows();
    if (rows < 1
        || rows > info().maxRows()
        || window.getBase() < 0
        || window.getLogitRows() > rows) {
      throw shape(window, "rows");
    }
    if (info().range().first() == 0) {
      if (window.getTokensCount() != rows) {
        throw shape(window, "tokens");
      }
      return new StageInput.Tokens(
          window.getTokensList().stream().mapToInt(Integer::intValue).toArray());
    }
    int width = info().architecture().hidden();
    ByteString states = window.getStates();
    StateCodec encoding = codec.of(window);
    if (states.size() != rows * encoding.rowBytes(width)) {
      throw shape(window, "states");
    }
    return new StageInput.Hidden(finite(encoding.decode(states, rows, width)), rows);
  }

  private FloatBuffer finite(FloatBuffer values) throws StageRefusedException {
    for (int i = 0; i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        throw new StageRefusedException(
            Reason.INVALID_STATES,
            "%s was sent %s as value %d of its hidden states".formatted(name(), values.get(i), i));
      }
    }
    return values;
  }

  private StageRefusedException shape(StageWindow window, String what) {
    return new StageRefusedException(
        Reason.WRONG_SHAPE,
        "%s: a window of %d rows with wrong %s (%d tokens, %d bytes of states, logits of %d)"
            .formatted(
                name(),
                window.getRows(),
                what,
                window.getTokensCount(),
                window.getStates().size(),
                window.getLogitRows()));
  }

  private static Missing missing(long sequence, int held, int wanted) {
    return Missing.newBuilder().setSequence(sequence).setHeld(held).setWanted(wanted).build();
  }

  private boolean ends() {
    return info().range().last() == info().architecture().layers();
  }

  private String name() {
    return "stage [" + info().range().first() + "," + info().range().last() + ")";
  }
}
