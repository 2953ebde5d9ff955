package dev.isthmus.engine.runtime;

/** What became of a request for KV. */
public sealed interface Admission {

  /**
   * @param sequence the session's KV; {@link Sequence#length()} rows of it are already there
   */
  record Admitted(Sequence sequence) implements Admission {}

  /** Does not fit beside the sessions that are open now; may fit when one of them ends. */
  record Wait(long neededBytes, long freeBytes) implements Admission {}

  /** Would not fit an empty engine. */
  record NeverFits(long neededBytes, long totalBytes) implements Admission {}
}
