package dev.isthmus.router.openai;

/** A request that is refused, in OpenAI's error shape. */
public final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String type;
  private final String param;
  private final String code;
  private final int retryAfterSeconds;

  private ApiException(
      int status, String type, String message, String param, String code, int retryAfterSeconds) {
    super(message, null, false, false);
    this.status = status;
    this.type = type;
    this.param = param;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /**
   * @param param the field at fault, null where there is none
   */
  public static ApiException invalid(String param, String message) {
    return invalid(param, null, message);
  }

  /**
   * @param code OpenAI's word for the case, or null
   */
  public static ApiException invalid(String param, String code, String message) {
    return new ApiException(400, "invalid_request_error", message, param, code, 0);
  }

  public static ApiException unknownModel(String model, String known) {
    return new ApiException(
        404,
        "invalid_request_error",
        "The model `" + model + "` does not exist here. " + known,
        "model",
        "model_not_found",
        0);
  }

  public static ApiException noSuchPath(String method, String path) {
    return new ApiException(
        404, "invalid_request_error", "Unknown request URL: " + method + " " + path, null, null, 0);
  }

  public static ApiException tooLarge(long limit) {
    return new ApiException(
        413,
        "invalid_request_error",
        "The request's body is larger than " + limit + " bytes, the most that is read.",
        null,
        "request_too_large",
        0);
  }

  public static ApiException unavailable(String message, int retryAfterSeconds) {
    return new ApiException(
        503, "server_error", message, null, "service_unavailable", retryAfterSeconds);
  }

  public static ApiException broken(String message) {
    return new ApiException(500, "server_error", message, null, "internal_error", 0);
  }

  public int status() {
    return status;
  }

  public String type() {
    return type;
  }

  public String param() {
    return param;
  }

  public String code() {
    return code;
  }

  /** 0 where a wait does not help. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
