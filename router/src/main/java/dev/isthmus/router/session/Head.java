package dev.isthmus.router.session;

/**
 * What is known before the first token.
 *
 * @param mode how it is decoded at first
 * @param reason one sentence, ASCII
 * @param fingerprint the verifier's numerics class
 * @param created seconds since the epoch
 */
public record Head(
    String session, String mode, String reason, long seed, String fingerprint, long created) {}
