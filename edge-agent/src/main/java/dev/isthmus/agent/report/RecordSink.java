package dev.isthmus.agent.report;

import java.util.concurrent.CompletionStage;

/** Where records of this node go. Never blocks. */
@FunctionalInterface
public interface RecordSink {

  /** Completes once the broker has it; fails where it could not be handed over in time. */
  CompletionStage<Void> send(byte[] value);
}
