package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.KvUse;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.Optional;

/** A role's engine at work. Any thread. */
public interface RoleEngine extends AutoCloseable {

  EngineInfo info();

  KvUse kvUse();

  /** Bytes of weights and KV that it may use. */
  default long memoryBytes() {
    return info().weightBytes() + kvUse().total();
  }

  /** Empty when it serves, else a sentence that says what it waits for. */
  String waiting();

  /** What was measured once it served, where that differs from what its engine was found to be. */
  Optional<Profile> profile();

  /** The assignment changed in something that needs no other engine. */
  void assigned(RoleAssignment latest);

  @Override
  void close();
}
