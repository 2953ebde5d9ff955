package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.KvUse;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.Window;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.List;
import java.util.Optional;

/**
 * Where a role's steps run: in one engine here, or through the stages of a chain. Belongs to the
 * engine's thread, except for {@link #info}, {@link #kvUse} and {@link #ready}.
 */
public interface Pipeline extends AutoCloseable {

  EngineInfo info();

  /** As {@link StepEngine#admit}. */
  Admission admit(int[] tokens, int limit);

  KvUse kvUse();

  /** Steps that run at the same time where all of them have work, 1 or more. */
  int depth();

  /**
   * Begins a step; a sequence's length grows at once, so its next rows may follow before the answer
   * is there. Answers may come before this returns.
   *
   * @param windows as for {@link StepEngine#step}
   * @throws RuntimeException where nothing of the step was begun
   */
  void begin(List<Window> windows, StepListener listener);

  /** Hands over what came back since; true where something did. */
  boolean takeIn();

  /** Whom to wake when something comes back; any thread. */
  void onArrival(Runnable wake);

  /** Empty when steps can run, else a sentence that says what they wait for. */
  String ready();

  /** What was measured once it was ready, where that is not what its one engine was found to be. */
  Optional<Profile> profile();

  /** The role's latest assignment; any thread. */
  void assigned(RoleAssignment latest);

  @Override
  void close();
}
