package dev.isthmus.router.speculate;

import dev.isthmus.planner.mode.Mode;

/** What a verifier that decodes by itself may draft, and what came of it. */
public interface PushedDrafts {

  /** Nothing is drafted. */
  PushedDrafts NONE =
      new PushedDrafts() {

        @Override
        public void follow(Mode next) {}

        @Override
        public int most() {
          return 0;
        }

        @Override
        public void came(int drafted, int accepted) {}
      };

  /** The mode in force from now on. */
  void follow(Mode next);

  /** Most tokens to draft for a step from now on, 0 for none. */
  int most();

  /**
   * A step's tokens came and are in the log.
   *
   * @param drafted for this step, 0 where nothing was
   * @param accepted of these
   */
  void came(int drafted, int accepted);
}
