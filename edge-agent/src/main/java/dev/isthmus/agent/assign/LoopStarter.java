package dev.isthmus.agent.assign;

import dev.isthmus.agent.schedule.RoleEngine;
import dev.isthmus.protocol.v1.RoleAssignment;

/** Puts a loaded engine on a thread of its own. */
@FunctionalInterface
public interface LoopStarter {

  RoleEngine start(RoleAssignment role, LoadedRole loaded);
}
