package dev.isthmus.agent.stage;

import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.protocol.v1.Missing;
import dev.isthmus.protocol.v1.Release;
import dev.isthmus.protocol.v1.StageFrame;
import dev.isthmus.protocol.v1.StageStep;
import dev.isthmus.protocol.v1.StageWindow;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sends a stage's hidden states on, and again where the next stage lacks them. Without a link
 * nothing is sent, only kept: whoever comes asks for it.
 */
final class StateSender implements StageExit {

  private static final Consumer<StageFrame> NOBODY = frame -> {};

  /** So many ends of sequences are told again to whoever joins: a link may have lost them. */
  private static final int ENDS_KEPT = 1024;

  private final int mostRows;
  private final Map<Long, SentRows> sent = new HashMap<>();
  private final Deque<Long> ended = new ArrayDeque<>();
  private StateCodec codec = StateCodec.FP32;
  private Consumer<StageFrame> next = NOBODY;

  /**
   * @param mostRows of one window that is sent again
   */
  StateSender(int mostRows) {
    this.mostRows = mostRows;
  }

  /** What was kept in another encoding is of no use to the next stage. */
  void attach(Consumer<StageFrame> to, StateCodec encoding) {
    if (encoding != codec) {
      sent.clear();
    }
    codec = encoding;
    next = to;
    if (!ended.isEmpty()) {
      sendEnds(ended);
    }
  }

  void detach() {
    next = NOBODY;
  }

  @Override
  public void scored(List<StageWindow> windows, List<StepResult> results) {
    StageStep.Builder step = StageStep.newBuilder();
    for (int i = 0; i < windows.size(); i++) {
      StepResult result = results.get(i);
      StateCodec encoding = codec.of(windows.get(i));
      StageWindow window =
          windows.get(i).toBuilder()
              .clearTokens()
              .setStates(encoding.encode(result.values(), result.rows(), result.width()))
              .build();
      keep(window);
      if (!window.getRefill()) {
        step.addWindows(window);
      }
    }
    if (step.getWindowsCount() > 0) {
      next.accept(StageFrame.newBuilder().setStep(step).build());
    }
  }

  /** Rows to send, whoever computed them. */
  void send(List<StageWindow> windows) {
    windows.forEach(this::keep);
    next.accept(
        StageFrame.newBuilder().setStep(StageStep.newBuilder().addAllWindows(windows)).build());
  }

  private void keep(StageWindow window) {
    sent.computeIfAbsent(window.getSequence(), key -> new SentRows()).add(window);
  }

  @Override
  public void release(long sequence) {
    sent.remove(sequence);
    ended.addLast(sequence);
    if (ended.size() > ENDS_KEPT) {
      ended.removeFirst();
    }
    sendEnds(List.of(sequence));
  }

  private void sendEnds(Collection<Long> sequences) {
    next.accept(
        StageFrame.newBuilder()
            .setRelease(Release.newBuilder().addAllSequences(sequences))
            .build());
  }

  /**
   * Sends again what the next stage lacks.
   *
   * @return false where it is not here
   */
  boolean resend(Missing missing) {
    SentRows rows = sent.get(missing.getSequence());
    if (rows == null || !rows.covers(missing)) {
      return false;
    }
    for (StageWindow window : rows.since(missing, mostRows)) {
      next.accept(
          StageFrame.newBuilder().setStep(StageStep.newBuilder().addWindows(window)).build());
    }
    return true;
  }
}
