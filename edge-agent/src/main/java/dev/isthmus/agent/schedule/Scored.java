package dev.isthmus.agent.schedule;

import dev.isthmus.protocol.v1.Finish;
import dev.isthmus.protocol.v1.Token;
import java.util.List;

/**
 * What a window commits.
 *
 * @param tokens the accepted drafts and, unless the generation ended before it, one of the
 *     verifier's own
 * @param accepted how many of them were drafted
 */
record Scored(List<Token> tokens, int accepted, Finish finish) {}
