package dev.isthmus.router.session;

/**
 * How a session ended.
 *
 * @param stopped true at a stop id or stop string, false at the token limit
 * @param completionTokens that the client got
 * @param cachedTokens prompt tokens that needed no computing
 * @param mode in force at the end
 * @param ahead windows during which a drafter drafted on
 * @param hits how often that was the next round's draft
 * @param otherClass the verifier changed to another numerics class on the way: equal in
 *     distribution, not in bytes
 * @param rerouted experts were lost on the way and others answered for them, as the service allows:
 *     not what the model says
 */
public record Completion(
    boolean stopped,
    int promptTokens,
    int completionTokens,
    int cachedTokens,
    String mode,
    String reason,
    long drafted,
    long accepted,
    long rounds,
    long ahead,
    long hits,
    int reopenings,
    boolean otherClass,
    boolean rerouted) {

  public String finishReason() {
    return stopped ? "stop" : "length";
  }
}
