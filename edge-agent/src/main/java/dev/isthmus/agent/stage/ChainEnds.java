package dev.isthmus.agent.stage;

import dev.isthmus.protocol.v1.StageFrame;
import dev.isthmus.protocol.v1.StageReply;
import java.util.function.Consumer;

/**
 * The host's two ends of a chain that was joined.
 *
 * @param next takes frames for the stage after the host's tokens or first layers
 * @param previous takes replies for the stage before the host's last layers
 */
public record ChainEnds(Consumer<StageFrame> next, Consumer<StageReply> previous) {}
