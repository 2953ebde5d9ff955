package dev.isthmus.router.rounds;

import dev.isthmus.protocol.topics.SiteTopic;
import dev.isthmus.protocol.topics.Topics;
import dev.isthmus.router.relay.CallRelay;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The way between sites over Kafka. A router of a site that lets only Kafka through calls on its
 * site's rounds-out and is called on its rounds-in. Other routers listen on every site's
 * rounds-out; a site's routers share what is for its agents, and each hears the replies to its own
 * calls.
 */
public final class Rounds implements AutoCloseable {

  private final KafkaOutbox outbox;
  private final OutgoingCalls outgoing;
  private final List<RoundsReader> readers;

  /** Lets time pass. */
  @FunctionalInterface
  public interface Pause {
    void pause(Duration time) throws InterruptedException;
  }

  /**
   * Where this router stands.
   *
   * @param kafkaOnly whether its site lets only Kafka through
   */
  public record Place(String site, String router, boolean kafkaOnly, Topics topics) {

    private String calling(String to) {
      return kafkaOnly ? topics.roundsOut(site) : topics.roundsIn(to);
    }

    private String answering(String via) {
      return kafkaOnly ? topics.roundsOut(site) : topics.roundsIn(via);
    }

    private String group() {
      return topics.prefix() + site + ".rounds";
    }
  }

  /**
   * @param kafka how the broker is reached
   * @param relay to the agents of this site
   * @param parked told of each record that cannot be read
   * @param ids of calls, random
   * @param timer for deadlines
   * @param nanos a monotonic clock
   * @param pause between two tries to reach the broker
   */
  public Rounds(
      Place place,
      Map<String, Object> kafka,
      CallRelay relay,
      Runnable parked,
      Supplier<String> ids,
      ScheduledExecutorService timer,
      LongSupplier nanos,
      Pause pause) {
    outbox = new KafkaOutbox(kafka);
    outgoing = new OutgoingCalls(place.router(), place::calling, outbox, ids, timer);
    IncomingCalls incoming =
        new IncomingCalls(place.site(), relay, outbox, place::answering, timer, nanos);
    RoundsReader.Listener replies =
        (via, key, record) -> {
          if (record.getReply()) {
            outgoing.accept(record);
          }
        };
    RoundsReader.Listener requests =
        (via, key, record) -> {
          if (!record.getReply()) {
            incoming.accept(via, key, record);
          }
        };
    Pattern names =
        place.kafkaOnly()
            ? Pattern.compile(Pattern.quote(place.topics().roundsIn(place.site())))
            : place.topics().everySite(SiteTopic.ROUNDS_OUT);
    readers =
        List.of(
            new RoundsReader(kafka, place.group(), place.topics(), names, requests, parked, pause),
            new RoundsReader(
                kafka,
                place.group() + "." + place.router() + "." + ids.get(),
                place.topics(),
                names,
                replies,
                () -> {}, // the other one counts it
                pause));
  }

  public void start() {
    readers.forEach(RoundsReader::start);
  }

  /** A channel to the agents of a site; calls choose the agent by their metadata. */
  public ManagedChannel connect(String site) {
    return outgoing.connect(site);
  }

  @Override
  public void close() {
    readers.forEach(RoundsReader::close);
    outbox.close();
  }
}
