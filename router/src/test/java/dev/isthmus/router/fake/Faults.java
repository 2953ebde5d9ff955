package dev.isthmus.router.fake;

import java.util.random.RandomGenerator;

/** What goes wrong at a fake worker, decided frame by frame. */
public interface Faults {

  Faults NONE = frame -> Fault.NONE;

  /** A fault at one frame. */
  enum Fault {
    NONE,
    /** The stream ends before the frame was read. */
    CUT_BEFORE,
    /** The stream ends after the frame was worked on; the answer is lost. */
    CUT_AFTER,
    /** The stream ends and the worker forgets the session. */
    FORGET,
    /** The stream ends and the worker keeps only half of the session's log. */
    FORGET_HALF
  }

  /**
   * @param frame counted from 0 over all streams
   */
  Fault at(int frame);

  /** A fault of a random kind at about one frame in {@code oneIn}. */
  static Faults random(RandomGenerator random, int oneIn) {
    Fault[] kinds = Fault.values();
    return frame ->
        random.nextInt(oneIn) == 0 ? kinds[1 + random.nextInt(kinds.length - 1)] : Fault.NONE;
  }
}
