package dev.isthmus.agent.assign;

import dev.isthmus.agent.experts.SpreadExperts;
import dev.isthmus.engine.runtime.ExpertEngine;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.protocol.v1.LayerLoad;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A role's engine, ready to work.
 *
 * @param engine steps over layers; null where the role is a home of experts
 * @param home experts alone; null where the role has layers
 * @param apart where the experts of the layers are; null where they are inside
 * @param profile measured on this node, with the precision's quality against the source; without
 *     the experts where they are apart
 * @param texts digests of the model's text files, which were put where {@link TextStore} serves
 *     them
 * @param live what steps take while it serves
 */
public record LoadedRole(
    StepEngine engine,
    ExpertEngine home,
    SpreadExperts apart,
    Precision precision,
    Profile profile,
    ModelTexts texts,
    LiveSteps live) {

  /** Whose steps are not timed while it serves. */
  public LoadedRole(
      StepEngine engine,
      ExpertEngine home,
      SpreadExperts apart,
      Precision precision,
      Profile profile,
      ModelTexts texts) {
    this(engine, home, apart, precision, profile, texts, LiveSteps.none());
  }

  /** Layers with all that belongs to them. */
  public LoadedRole(StepEngine engine, Precision precision, Profile profile, ModelTexts texts) {
    this(engine, null, null, precision, profile, texts);
  }

  /** The same, its steps timed from now on. */
  LoadedRole timed(LongSupplier nanos) {
    LiveSteps steps = new LiveSteps(profile.getStepsList(), nanos);
    return new LoadedRole(
        new TimedEngine(engine, steps, nanos), home, apart, precision, profile, texts, steps);
  }

  /** The assignment changed in something that needs no other engine. */
  void assigned(RoleAssignment latest) {
    if (apart != null) {
      apart.assigned(latest);
    }
  }

  /** How many rows each expert got, where they are apart. */
  List<LayerLoad> expertLoad() {
    return apart == null ? List.of() : apart.load();
  }

  /** It will be closed: a step that waits for its experts ends. */
  void withdraw() {
    if (apart != null) {
      apart.withdraw();
    }
  }

  void close() {
    if (engine != null) {
      engine.close();
    } else {
      home.close();
    }
  }
}
