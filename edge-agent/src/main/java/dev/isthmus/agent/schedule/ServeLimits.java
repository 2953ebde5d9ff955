package dev.isthmus.agent.schedule;

import dev.isthmus.protocol.worker.WorkerLimits;
import java.time.Duration;

/**
 * Bounds of serving.
 *
 * @param maxWindow most tokens of a verify window, the last committed one included, and most ids of
 *     one draft
 * @param prefillRows most prompt rows of a step without windows
 * @param prefillRowsBeside most prompt rows of a step beside windows
 * @param admissionWait how long a session waits for KV before it is refused
 * @param detachedLimit how long a session without a stream is kept
 * @param idleLimit how long a session with a silent stream is kept
 * @param maxSessions most sessions of one engine, waiting ones included
 */
public record ServeLimits(
    int maxWindow,
    int prefillRows,
    int prefillRowsBeside,
    Duration admissionWait,
    Duration detachedLimit,
    Duration idleLimit,
    int maxSessions) {

  public static final ServeLimits DEFAULT =
      new ServeLimits(
          WorkerLimits.MAX_WINDOW,
          128,
          32,
          Duration.ofSeconds(10),
          Duration.ofMinutes(2),
          Duration.ofMinutes(15),
          256);
}
