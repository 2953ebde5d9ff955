package dev.isthmus.agent.schedule;

import dev.isthmus.protocol.v1.SessionRequest;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A session that waits for KV, and what came for it meanwhile.
 *
 * @param opened whether an Opened is owed once KV is there
 * @param deadline in nanoseconds, when the wait ends in a refusal
 */
record WaitingSession(
    WorkerSession session, boolean opened, long deadline, Deque<SessionRequest> requests) {

  /** Requests that may queue behind an Open; a router sends one or two ahead. */
  static final int MOST_REQUESTS = 8;

  WaitingSession(WorkerSession session, boolean opened, long deadline) {
    this(session, opened, deadline, new ArrayDeque<>());
  }
}
