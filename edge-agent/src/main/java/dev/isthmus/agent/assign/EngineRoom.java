package dev.isthmus.agent.assign;

import java.nio.file.Path;

/**
 * Where and how engines run on this node.
 *
 * @param cacheDir models and prepared weights, shared by the machine's processes
 * @param home what relative {@code file:} URIs stand on
 * @param threads threads of a step
 * @param memoryBytes what models and KV may use together
 * @param expertBytes most weights of one home's experts in memory at a time, the others being on
 *     disk; 0: all of them are in memory
 */
public record EngineRoom(
    Path cacheDir, Path home, int threads, long memoryBytes, long expertBytes) {

  /** Of the node's memory, what KV gets where an assignment leaves it open. */
  private static final int KV_SHARE = 4;

  long kvBytes() {
    return Math.max(1, memoryBytes / KV_SHARE);
  }
}
