package dev.isthmus.agent.assign;

import dev.isthmus.agent.schedule.EngineLoop;
import dev.isthmus.protocol.v1.RoleAssignment;

/** Puts a loaded engine on a thread of its own. */
@FunctionalInterface
public interface LoopStarter {

  EngineLoop start(RoleAssignment role, LoadedRole loaded);
}
