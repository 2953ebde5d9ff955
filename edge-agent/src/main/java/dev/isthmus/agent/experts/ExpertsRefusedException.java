package dev.isthmus.agent.experts;

/** Rows that a home does not compute, or an answer that a stage does not take. */
public final class ExpertsRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why, by name. */
  public enum Reason {
    WrongPlan,
    WrongModel,
    WrongPrecision,
    WrongShape,
    InvalidRows,
    MissingExperts
  }

  private final Reason reason;

  ExpertsRefusedException(Reason reason, String message) {
    super(reason + ": " + message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
