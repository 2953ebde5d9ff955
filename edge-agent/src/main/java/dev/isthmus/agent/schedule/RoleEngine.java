package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.KvUse;
import dev.isthmus.protocol.v1.RoleAssignment;

/** A role's engine at work. Any thread. */
public interface RoleEngine extends AutoCloseable {

  EngineInfo info();

  KvUse kvUse();

  /** Empty when it serves, else a sentence that says what it waits for. */
  String waiting();

  /** The assignment changed in something that needs no other engine. */
  void assigned(RoleAssignment latest);

  @Override
  void close();
}
