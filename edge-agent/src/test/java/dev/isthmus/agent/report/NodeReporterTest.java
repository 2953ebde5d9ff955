package dev.isthmus.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.isthmus.agent.assign.Observed;
import dev.isthmus.protocol.v1.Capacity;
import dev.isthmus.protocol.v1.NodeRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NodeReporterTest {

  private static final NodeIdentity SELF =
      new NodeIdentity(
          "edge-pool-0",
          "edge",
          "pool",
          "6e1f9d52-9a4c-4c1b-8f57-3f3f1f6f8d10",
          1_000,
          "127.0.0.1:7000",
          Capacity.newBuilder().setMemoryBytes(5).setCpus(2).build(),
          "0.1.0");

  private final List<byte[]> sent = new ArrayList<>();
  private final List<CompletableFuture<Long>> answers = new ArrayList<>();
  private final NodeReporter reporter =
      new NodeReporter(
          SELF,
          value -> {
            sent.add(value);
            answers.add(new CompletableFuture<>());
            return answers.get(answers.size() - 1);
          });

  private NodeRecord record(int index) throws InvalidProtocolBufferException {
    return NodeRecord.parseFrom(sent.get(index));
  }

  @Test
  void aFactIsToldOnceAndItsEpochRises() throws InvalidProtocolBufferException {
    reporter.retry();
    reporter.retry();
    answers.get(0).complete(7L);
    reporter.retry();
    assertThat(sent).hasSize(1);
    reporter.observed(new Observed(9, List.of(), List.of()));
    assertThat(sent).hasSize(2);
    assertThat(record(0).getRecordEpoch()).isEqualTo(1_024_001);
    assertThat(record(1).getRecordEpoch()).isEqualTo(1_024_002);
    assertThat(record(1).getAssignmentEpoch()).isEqualTo(9);
    assertThat(record(1).getAddress()).isEqualTo("127.0.0.1:7000");
  }

  @Test
  void whatTheBrokerDidNotTakeIsToldAgain() {
    reporter.retry();
    answers.get(0).completeExceptionally(new IllegalStateException("away"));
    reporter.retry();
    assertThat(sent).hasSize(2);
  }

  @Test
  void aLeavingNodeSaysSo() throws InvalidProtocolBufferException {
    reporter.retry();
    assertThat(reporter.leaving().toCompletableFuture()).isNotDone();
    assertThat(record(1).getLeaving()).isTrue();
    answers.get(1).complete(7L);
    reporter.retry();
    assertThat(sent).hasSize(2);
  }

  @Test
  void aBrokerThatLostItsLogIsToldAgainOnce() {
    Deque<Long> offsets = new ArrayDeque<>(List.of(40L, 41L, 0L, 1L));
    Pulse pulse =
        new Pulse(SELF, value -> CompletableFuture.completedFuture(offsets.poll()), reporter);
    pulse.run();
    answers.get(0).complete(5L);
    pulse.run();
    assertThat(sent).hasSize(1);

    pulse.run();
    assertThat(sent).hasSize(2);
    answers.get(1).complete(0L);
    pulse.run();
    assertThat(sent).hasSize(2);
  }

  @Test
  void aHeartbeatStaysUnderAHundredBytesAndCarriesUntakenRecordsAlong() {
    List<byte[]> beats = new ArrayList<>();
    new Pulse(
            SELF,
            value -> {
              beats.add(value);
              return CompletableFuture.completedFuture(7L);
            },
            reporter)
        .run();
    assertThat(beats.get(0).length).isBetween(40, 99);
    assertThat(sent).hasSize(1);
  }
}
