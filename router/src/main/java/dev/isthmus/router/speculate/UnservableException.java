package dev.isthmus.router.speculate;

/** The verifier refused the session in a way that neither a wait nor another verifier mends. */
public final class UnservableException extends Exception {

  private static final long serialVersionUID = 1L;

  public UnservableException(String message) {
    super(message);
  }
}
