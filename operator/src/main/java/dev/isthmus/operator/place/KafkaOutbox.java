package dev.isthmus.operator.place;

import com.google.protobuf.MessageLite;
import dev.isthmus.operator.observe.ControlState;
import dev.isthmus.operator.observe.SiteKey;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.topics.SiteTopic;
import dev.isthmus.protocol.topics.Topics;
import dev.isthmus.protocol.trace.TraceHeader;
import dev.isthmus.protocol.v1.AssignmentRecord;
import dev.isthmus.protocol.v1.RouteRecord;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Records to Kafka, in transactions of a fixed transactional id: an operator that starts later
 * fences this one, which then must end. A transaction whose outcome is unknown is simply made
 * again: its records carry higher epochs.
 */
public final class KafkaOutbox implements Outbox, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(KafkaOutbox.class);

  private final Topics topics;
  private final ControlState state;
  private final Supplier<Producer<String, byte[]>> producers;
  private final Consumer<String> written;
  private final BiFunction<String, AssignmentRecord, Optional<byte[]>> trace;
  private final Runnable fenced;
  private Producer<String, byte[]> producer;

  /** How the last transaction was to end, null where it did. */
  private Consumer<Producer<String, byte[]>> unfinished;

  private boolean deposed;

  /**
   * @param producers makes a producer with the fixed transactional id
   * @param trace the trace header of an assignment, given its site
   * @param written told "committed", "failed" or "fenced" of each transaction
   * @param fenced called where another operator took over; ends the process
   */
  public KafkaOutbox(
      Topics topics,
      ControlState state,
      Supplier<Producer<String, byte[]>> producers,
      BiFunction<String, AssignmentRecord, Optional<byte[]>> trace,
      Consumer<String> written,
      Runnable fenced) {
    this.topics = topics;
    this.state = state;
    this.producers = producers;
    this.trace = trace;
    this.written = written;
    this.fenced = fenced;
  }

  @Override
  public boolean assign(SortedMap<SiteKey, AssignmentRecord> assignments) {
    Map<SiteKey, AssignmentRecord> stamped = new LinkedHashMap<>();
    assignments.forEach(
        (node, assignment) ->
            stamped.put(
                node,
                assignment.toBuilder()
                    .setVersion(RecordCodec.VERSION)
                    .setRecordEpoch(state.epochs().nextRecord())
                    .build()));
    boolean done = write(SiteTopic.ASSIGNMENTS, stamped);
    if (done) {
      stamped.forEach((node, assignment) -> state.accept(node.site(), assignment));
      LOG.infof("assigned %s", stamped.keySet());
    }
    return done;
  }

  @Override
  public boolean route(SortedMap<SiteKey, RouteRecord> routes) {
    Map<SiteKey, RouteRecord> stamped = new LinkedHashMap<>();
    routes.forEach(
        (service, route) ->
            stamped.put(
                service,
                route.toBuilder()
                    .setVersion(RecordCodec.VERSION)
                    .setRecordEpoch(state.epochs().nextRecord())
                    .build()));
    boolean done = write(SiteTopic.ROUTES, stamped);
    if (done) {
      stamped.forEach((service, route) -> state.accept(service.site(), route));
      LOG.infof("routed %s", stamped.keySet());
    }
    return done;
  }

  @Override
  public boolean forget(SiteKey node) {
    Map<SiteKey, MessageLite> nothing = new LinkedHashMap<>();
    nothing.put(node, null);
    return write(SiteTopic.NODES, nothing);
  }

  private boolean write(SiteTopic topic, Map<SiteKey, ? extends MessageLite> records) {
    if (deposed) {
      return false; // this process is about to end; passes may come until it has
    }
    try {
      open();
      producer.beginTransaction();
      records.forEach(
          (place, record) -> producer.send(record(topics.of(place.site(), topic), place, record)));
      end(Producer::commitTransaction);
      written.accept("committed");
      return true;
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      endAsFenced();
      return false;
    } catch (KafkaException e) {
      LOG.warnf(
          "%d records for %s could not be written and will be tried again: %s",
          records.size(), topic.suffix(), e.getMessage());
      written.accept("failed");
      recover(e);
      return false;
    }
  }

  /** A producer without a transaction under way. */
  private void open() {
    if (producer == null) {
      Producer<String, byte[]> next = producers.get();
      try {
        next.initTransactions();
      } catch (KafkaException e) {
        next.close(Duration.ZERO);
        throw e;
      }
      producer = next;
    } else if (unfinished != null) {
      end(unfinished);
    }
  }

  private void end(Consumer<Producer<String, byte[]>> how) {
    unfinished = how;
    how.accept(producer);
    unfinished = null;
  }

  /**
   * Keeps the producer wherever that is possible: a new one would take over from an operator that
   * has taken over from this one meanwhile. An end that ran out of time may still be under way at
   * the broker, and nothing but that same end may be asked for again.
   */
  private void recover(KafkaException failure) {
    if (producer == null || (unfinished != null && failure instanceof TimeoutException)) {
      return;
    }
    try {
      end(Producer::abortTransaction);
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      endAsFenced();
    } catch (TimeoutException e) {
      LOG.debugf("the transaction is ended by the next write: %s", e.getMessage());
    } catch (KafkaException e) {
      close();
    }
  }

  private void endAsFenced() {
    LOG.error("another operator has taken over; this one ends");
    written.accept("fenced");
    deposed = true;
    close();
    fenced.run();
  }

  private ProducerRecord<String, byte[]> record(String topic, SiteKey place, MessageLite record) {
    ProducerRecord<String, byte[]> next =
        new ProducerRecord<>(topic, place.key(), record == null ? null : record.toByteArray());
    if (record instanceof AssignmentRecord assignment) {
      trace
          .apply(place.site(), assignment)
          .ifPresent(header -> next.headers().add(TraceHeader.NAME, header));
    }
    return next;
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ZERO);
      producer = null;
      unfinished = null;
    }
  }
}
