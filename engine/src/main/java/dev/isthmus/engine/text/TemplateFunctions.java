package dev.isthmus.engine.text;

import com.hubspot.jinjava.interpret.TemplateError;

/** Functions that chat templates call. */
public final class TemplateFunctions {

  private static final class Raised extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Raised(String message) {
      super(message, null, false, false);
    }
  }

  private TemplateFunctions() {}

  /** The template refuses its messages, in its own words. */
  public static Object raiseException(Object message) {
    throw new Raised(String.valueOf(message));
  }

  /**
   * What to tell the person: the template's own words where it refused, else what is wrong with it.
   */
  static String message(TemplateError error) {
    for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Raised) {
        return cause.getMessage();
      }
    }
    return "the chat template fails in line " + error.getLineno() + ": " + error.getMessage();
  }
}
