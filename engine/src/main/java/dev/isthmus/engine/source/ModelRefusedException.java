package dev.isthmus.engine.source;

/**
 * A model that cannot be used, refused by name: which file, which tensor or field, what was found,
 * what was expected and what that means for the person. The message is shown to users as it is.
 */
public final class ModelRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public ModelRefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public ModelRefusedException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** In CamelCase when reported as a condition's reason. */
  public enum Reason {
    NOT_FOUND,
    TRUNCATED,
    MALFORMED,
    MISSING_TENSOR,
    WRONG_SHAPE,
    UNSUPPORTED_FAMILY,
    UNSUPPORTED_TYPE,
    UNSUPPORTED_TOKENIZER,
    TOKENIZER_MISSING,
    TEMPLATE_MISSING,
    WRONG_DIGEST,
    BELOW_QUALITY_FLOOR,
    FETCH_FAILED
  }
}
