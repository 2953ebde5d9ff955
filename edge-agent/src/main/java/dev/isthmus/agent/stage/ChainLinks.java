package dev.isthmus.agent.stage;

import dev.isthmus.protocol.v1.RoleAssignment;

/** The host's links into its chain; they are made, and made again, by themselves. */
public interface ChainLinks extends AutoCloseable {

  /** Begins to join the chain; what comes of it is told to the pipeline. */
  void start(ChainPipeline pipeline);

  /** Leaves the chain and joins it anew. */
  void restart(String why);

  /** The host's role as it is assigned now: where the chain's stages are. */
  void assigned(RoleAssignment host);

  @Override
  void close();
}
