package dev.isthmus.agent.stage;

import dev.isthmus.protocol.v1.Collecting;
import dev.isthmus.protocol.v1.Hello;
import dev.isthmus.protocol.v1.StageFrame;
import dev.isthmus.protocol.v1.StagePlace;
import dev.isthmus.protocol.v1.StageReply;

/** Reaches the other stages of a chain. */
public interface StageDialer {

  /** A link over which frames go to the next stage. */
  Link<StageFrame> pass(StagePlace to, Hello hello, LinkListener<StageReply> listener);

  /** A link over which frames come from the stage before. */
  Link<StageReply> collect(
      StagePlace from, Collecting collecting, LinkListener<StageFrame> listener);
}
