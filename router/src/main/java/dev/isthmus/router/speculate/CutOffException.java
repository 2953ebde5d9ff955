package dev.isthmus.router.speculate;

/** No verifier could be reached for as long as the service allows. */
public final class CutOffException extends Exception {

  private static final long serialVersionUID = 1L;

  public CutOffException(String message) {
    super(message);
  }
}
