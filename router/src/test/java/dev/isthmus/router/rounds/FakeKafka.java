package dev.isthmus.router.rounds;

import dev.isthmus.protocol.v1.RoundRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Topics in memory: every reader gets every record in order, some twice, some not at all. */
final class FakeKafka implements Outbox {

  /** Whom a record reaches. */
  interface Reader {
    void came(String topic, String key, RoundRecord record);
  }

  private final ExecutorService broker = Executors.newSingleThreadExecutor();
  private final List<Reader> readers = new ArrayList<>();
  private final RandomGenerator random;
  private volatile double repeated;
  private volatile double dropped;
  private volatile boolean away;

  FakeKafka(RandomGenerator random) {
    this.random = random;
  }

  /** Only before the first record. */
  void read(Reader reader) {
    readers.add(reader);
  }

  /** Shares of the records, 0..1. */
  void faults(double twice, double never) {
    repeated = twice;
    dropped = never;
  }

  void away(boolean now) {
    away = now;
  }

  @Override
  public void send(String topic, String key, RoundRecord record, Runnable lost) {
    try {
      broker.execute(
          () -> {
            if (away) {
              lost.run();
            } else if (random.nextDouble() >= dropped) {
              deliver(topic, key, record);
              if (random.nextDouble() < repeated) {
                deliver(topic, key, record);
              }
            }
          });
    } catch (RejectedExecutionException ended) {
      lost.run();
    }
  }

  private void deliver(String topic, String key, RoundRecord record) {
    readers.forEach(reader -> reader.came(topic, key, record));
  }

  void end() throws InterruptedException {
    broker.shutdownNow();
    broker.awaitTermination(1, TimeUnit.MINUTES);
  }
}
