package dev.isthmus.agent.stage;

import dev.isthmus.protocol.v1.Missing;
import dev.isthmus.protocol.v1.SequenceRefused;
import dev.isthmus.protocol.v1.StageReply;
import java.util.function.Consumer;

/** A stage's words as frames for the one before it. */
record Replies(Consumer<StageReply> previous) implements StageEntry {

  @Override
  public void missing(Missing missing) {
    previous.accept(StageReply.newBuilder().setMissing(missing).build());
  }

  @Override
  public void refused(SequenceRefused refused) {
    previous.accept(StageReply.newBuilder().setRefused(refused).build());
  }
}
