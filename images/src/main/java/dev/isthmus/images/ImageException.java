package dev.isthmus.images;

/** An image that cannot be built; the message says what to do. */
public final class ImageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
