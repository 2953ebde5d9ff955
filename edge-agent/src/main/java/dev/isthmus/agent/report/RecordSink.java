package dev.isthmus.agent.report;

import java.util.concurrent.CompletionStage;

/** Where records of this node go. Never blocks. */
@FunctionalInterface
public interface RecordSink {

  /**
   * Completes with its offset once the broker has it; fails where it could not be handed over in
   * time.
   */
  CompletionStage<Long> send(byte[] value);
}
