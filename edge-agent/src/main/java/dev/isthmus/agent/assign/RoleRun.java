package dev.isthmus.agent.assign;

import dev.isthmus.agent.schedule.RoleEngine;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.RoleState;

/** One assigned role and how far it is. Belongs to the assigner's thread. */
final class RoleRun {

  private RoleAssignment assigned;
  private RoleSpec spec;
  private int attempt;
  private int failures;
  private RoleState state = RoleState.LOADING;
  private Failure failure;
  private String phase = "";
  private LoadedRole loaded;
  private RoleEngine loop;

  RoleRun(RoleAssignment assigned) {
    assign(assigned);
  }

  /** Takes over the latest assignment; true where another engine is needed. */
  boolean assign(RoleAssignment latest) {
    RoleSpec wanted = RoleSpec.of(latest);
    boolean changed = !wanted.equals(spec);
    if (!changed && loaded != null) {
      loaded.assigned(latest);
    }
    assigned = latest;
    spec = wanted;
    failures = changed ? 0 : failures;
    return changed;
  }

  /** Number of the load that begins; the results of earlier ones are too late. */
  int begin() {
    state = RoleState.LOADING;
    phase = "Waiting to load";
    return ++attempt;
  }

  boolean isLate(int number) {
    return number != attempt;
  }

  void phase(String text) {
    phase = text;
  }

  /** Returns the loop that served before, or null. */
  RoleEngine ready(LoadedRole role, RoleEngine started) {
    RoleEngine before = loop;
    withdraw();
    loaded = role;
    loop = started;
    state = RoleState.READY;
    failures = 0;
    failure = null;
    return before;
  }

  /** Returns how often it failed in a row. */
  int failed(Failure why) {
    failure = why;
    // An engine of the former assignment goes on serving; the plan still sees that its own failed.
    state = RoleState.FAILED;
    return ++failures;
  }

  /** Gives up the engine of the former assignment. Returns its loop. */
  RoleEngine giveUp() {
    withdraw();
    RoleEngine before = loop;
    loaded = null;
    loop = null;
    return before;
  }

  /** Ends it; a load in progress comes too late. Returns the loop that served, or null. */
  RoleEngine end() {
    attempt++;
    withdraw();
    return loop;
  }

  private void withdraw() {
    if (loaded != null) {
      loaded.withdraw();
    }
  }

  RoleAssignment assigned() {
    return assigned;
  }

  RoleState state() {
    return state;
  }

  RoleEngine loop() {
    return loop;
  }

  ObservedRole observed() {
    ObservedRole.Builder role =
        ObservedRole.newBuilder()
            .setId(assigned.getId())
            .setPlanEpoch(assigned.getPlanEpoch())
            .setState(state);
    if (state == RoleState.FAILED) {
      role.setReason(failure.reason()).setMessage(failure.message());
    } else if (state == RoleState.LOADING) {
      role.setReason("Loading").setMessage(phase);
    } else if (!loop.waiting().isEmpty()) {
      role.setState(RoleState.LOADING).setReason("Loading").setMessage(loop.waiting());
    }
    if (loaded != null) {
      role.setNumericsClass(loop.info().numericsClass())
          .setPrecision(loaded.precision())
          .setMemoryBytes(loop.memoryBytes())
          .setProfile(
              loop.profile().orElse(loaded.profile()).toBuilder()
                  .addAllLiveSteps(loaded.live().told()))
          .setTokenizerDigest(loaded.texts().tokenizer())
          .setTemplateDigest(loaded.texts().template())
          .addAllExpertLoad(loaded.expertLoad());
    }
    return role.build();
  }
}
