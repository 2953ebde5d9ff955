package dev.isthmus.agent.stage;

import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.protocol.v1.StageWindow;

/** A sequence's KV in one stage. */
final class SeatedSequence {

  private static final int NOTHING = -1;

  private final Sequence kv;
  private int asked = NOTHING;

  SeatedSequence(Sequence kv) {
    this.kv = kv;
  }

  Sequence kv() {
    return kv;
  }

  /** Cuts KV back to where the window begins; false where rows are missing before it. */
  boolean reach(StageWindow window) {
    if (kv.length() < window.getBase()) {
      return false;
    }
    kv.truncate(window.getBase());
    asked = NOTHING;
    return true;
  }

  /** Whether rows before this window are to be asked for; not for those that follow one asked. */
  boolean askFor(StageWindow window) {
    boolean ask = asked == NOTHING || window.getBase() <= asked;
    asked = ask ? window.getBase() : asked;
    return ask;
  }

  /** What was asked for may be lost with the link that carried it. */
  void forgetQuestion() {
    asked = NOTHING;
  }
}
