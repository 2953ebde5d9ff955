package dev.isthmus.operator.reconcile;

import dev.isthmus.protocol.topics.SiteTopic;

/** Told of every record and pass, on the control loop's thread. */
public interface PassWatch {

  /**
   * A pass came to its end.
   *
   * @param nanos how long it took
   */
  void passed(Pass pass, long nanos);

  /** A record was taken in. */
  void took(SiteTopic topic);

  /** A pass broke off; it will be made again. */
  void failed(long nanos);
}
