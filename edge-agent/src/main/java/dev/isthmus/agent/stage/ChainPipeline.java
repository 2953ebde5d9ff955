package dev.isthmus.agent.stage;

import dev.isthmus.agent.schedule.Pipeline;
import dev.isthmus.agent.schedule.StepListener;
import dev.isthmus.agent.stage.ChainSequence.Purpose;
import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.KvUse;
import dev.isthmus.engine.runtime.StageInput;
import dev.isthmus.engine.runtime.Window;
import dev.isthmus.protocol.v1.HiddenStates;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.RoleAssignment;
import dev.isthmus.protocol.v1.SequenceRefused;
import dev.isthmus.protocol.v1.StageFacts;
import dev.isthmus.protocol.v1.StageFrame;
import dev.isthmus.protocol.v1.StageReply;
import dev.isthmus.protocol.v1.StageWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * The chain as its host steps it: tokens enter at the first stage, and what comes back from the
 * stages before goes through the last one here, on the host's own thread, beside the sessions that
 * wait for its logits. A chain that breaks loses nothing: what was in the air is sent again once it
 * is whole, and every stage computes only what it lacks.
 */
public final class ChainPipeline implements Pipeline {

  private static final Logger LOG = Logger.getLogger(ChainPipeline.class);

  /** Longer than any step. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private final HostStages host;
  private final int depth;
  private final ChainLinks links;
  private final Flights flights;
  private final ChainHealth health;
  private final ChainSequences sequences;
  private final ChainMeasure measure;
  private final LinkedBlockingQueue<Runnable> arrivals = new LinkedBlockingQueue<>();
  private volatile EngineInfo info;
  private volatile Profile profile;
  private volatile Runnable wake = () -> {};
  private HiddenStates states = HiddenStates.STATES_FP32;
  private boolean measuring;
  private long windows;

  /**
   * @param host the host's own stages
   * @param depth stages of the whole chain
   * @param measure runs once for each chain that is joined, before it serves
   */
  public ChainPipeline(
      HostStages host, int depth, ChainLinks links, ChainMeasure measure, LongSupplier nanos) {
    this.host = host;
    this.depth = depth;
    this.links = links;
    this.measure = measure;
    this.flights = new Flights(nanos);
    this.health = new ChainHealth(nanos);
    this.sequences =
        new ChainSequences(sequence -> flights.fail(sequence, "the session ended"), host::release);
    this.info = host.unjoined();
    host.onResult((window, result) -> flights.scored(window.getId(), result));
    host.onRefused(this::refused);
    links.start(this);
  }

  /** The chain was joined; any thread. */
  public void linked(List<StageFacts> remote, HiddenStates states, ChainEnds ends) {
    arrive(() -> join(host.members(remote, states), ends));
  }

  /** The chain broke; any thread. */
  public void unlinked(String why) {
    arrive(
        () -> {
          health.broken(why);
          host.detach();
        });
  }

  /** What the last stage before the host's sent; any thread. */
  public void frame(StageFrame frame) {
    arrive(() -> host.frame(frame));
  }

  /** What the first stage after the host's said; any thread. */
  public void reply(StageReply reply) {
    arrive(() -> host.reply(reply));
  }

  private void refused(SequenceRefused refused) {
    sequences.refused(refused.getSequence());
    flights.fail(refused.getSequence(), refused.getReason() + ": " + refused.getMessage());
  }

  private void arrive(Runnable event) {
    arrivals.add(event);
    wake.run();
  }

  private void join(ChainMembers members, ChainEnds ends) {
    OptionalInt gap = members.gap(info.architecture().layers());
    if (gap.isPresent()) {
      links.restart("its stages do not fit: layer " + gap.getAsInt() + " is missing or held twice");
      return;
    }
    EngineInfo before = info;
    info = host.joined(members);
    if (!info.numericsClass().equals(before.numericsClass())) {
      states = members.states();
      profile = null;
    }
    health.joined();
    host.attach(members, ends);
    sequences.joined(members.kvTokens(), info.kvBytesPerToken(), info.numericsClass());
    flights.again();
    // One by one: those of one session follow one another.
    flights.windows().forEach(window -> host.send(List.of(window)));
  }

  @Override
  public EngineInfo info() {
    return info;
  }

  @Override
  public Admission admit(int[] tokens, int limit) {
    return sequences.admit(tokens, limit);
  }

  /** As {@link ChainSequences#admitAlone}. */
  Admission admitAlone(int limit, Purpose purpose) {
    return sequences.admitAlone(limit, purpose);
  }

  @Override
  public KvUse kvUse() {
    return sequences.use();
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public void begin(List<Window> step, StepListener listener) {
    for (Window window : step) {
      checkClass((ChainSequence) window.sequence());
    }
    List<StageWindow> sent = new ArrayList<>();
    for (int i = 0; i < step.size(); i++) {
      StageWindow window = window(step.get(i));
      flights.add(window, listener, i);
      sent.add(window);
    }
    host.send(sent);
  }

  /** What another class began, this chain cannot go on with: the session is opened again. */
  private void checkClass(ChainSequence sequence) {
    if (!sequence.numericsClass().equals(info.numericsClass())) {
      throw new IllegalStateException(
          "the chain's numerics class is %s now; the session began in %s"
              .formatted(info.numericsClass(), sequence.numericsClass()));
    }
  }

  private StageWindow window(Window window) {
    ChainSequence sequence = (ChainSequence) window.sequence();
    int[] ids = ((StageInput.Tokens) window.input()).ids();
    flights.fail(sequence.id(), sequence.length(), "the session asked for something else");
    StageWindow sent =
        StageWindow.newBuilder()
            .setSequence(sequence.id())
            .setId(++windows)
            .setBase(sequence.length())
            .setLimit(sequence.limit())
            .setRows(ids.length)
            .setLogitRows(window.logitRows())
            .setExact(sequence.purpose() == Purpose.MEASURING_EXACT)
            .addAllTokens(IntStream.of(ids).boxed().toList())
            .build();
    sequence.sent(ids);
    return sent;
  }

  @Override
  public boolean takeIn() {
    if (health.isJoined() && flights.silence() > SILENCE.toNanos()) {
      flights.again();
      links.restart("no stage answered for " + SILENCE.toSeconds() + " s");
    }
    Runnable event = arrivals.poll();
    if (event != null) {
      event.run();
    }
    if (health.isJoined() && profile == null && !measuring) {
      measure();
    }
    return event != null;
  }

  private void measure() {
    measuring = true;
    try {
      profile =
          measure.measure(
              new BlockingSteps(this, Purpose.MEASURING),
              new BlockingSteps(this, Purpose.MEASURING_EXACT),
              states);
    } catch (RuntimeException e) {
      if (health.isJoined()) {
        LOG.warnf("the chain's steps were not measured: %s", e.getMessage());
        profile = Profile.getDefaultInstance();
      }
    } finally {
      measuring = false;
    }
  }

  /**
   * Waits until something came and takes it in.
   *
   * @throws IllegalStateException where the chain broke meanwhile
   */
  void awaitArrival() {
    try {
      Runnable event = arrivals.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (event == null) {
        links.restart("no stage answered for " + SILENCE.toSeconds() + " s");
        event = arrivals.take();
      }
      event.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped", e);
    }
    if (!health.isJoined()) {
      throw new IllegalStateException("the chain broke");
    }
  }

  @Override
  public void onArrival(Runnable hears) {
    wake = hears;
  }

  @Override
  public String ready() {
    String waiting = health.waiting();
    return waiting.isEmpty() && profile == null ? "Measuring the chain's steps" : waiting;
  }

  @Override
  public Optional<Profile> profile() {
    return Optional.ofNullable(profile);
  }

  @Override
  public void assigned(RoleAssignment latest) {
    links.assigned(latest);
  }

  @Override
  public void close() {
    links.close();
    host.close();
  }
}
