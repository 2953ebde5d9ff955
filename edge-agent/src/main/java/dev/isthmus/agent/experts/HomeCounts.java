package dev.isthmus.agent.experts;

/** Counts what goes to other nodes. */
public interface HomeCounts {

  /**
   * @param bytes of rows that were sent; as many come back
   */
  void called(String node, long bytes);

  void failed(String node);
}
