package dev.isthmus.operator.reconcile;

/** Told of every pass, on the control loop's thread. */
public interface PassWatch {

  /**
   * A pass came to its end.
   *
   * @param nanos how long it took
   */
  void passed(Pass pass, long nanos);

  /** A pass broke off; it will be made again. */
  void failed(long nanos);
}
