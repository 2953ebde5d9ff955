package dev.isthmus.agent.report;

import dev.isthmus.protocol.v1.Capacity;

/**
 * What does not change while the process lives.
 *
 * @param bootId new at every start
 * @param address host:port at which the agent is dialled within its site
 */
public record NodeIdentity(
    String node,
    String site,
    String pool,
    String bootId,
    long startedMillis,
    String address,
    Capacity capacity,
    String version) {}
