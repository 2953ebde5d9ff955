package dev.isthmus.agent.stage;

import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.protocol.v1.HiddenStates;
import dev.isthmus.protocol.v1.Missing;
import dev.isthmus.protocol.v1.SequenceRefused;
import dev.isthmus.protocol.v1.StageFacts;
import dev.isthmus.protocol.v1.StageFrame;
import dev.isthmus.protocol.v1.StageReply;
import dev.isthmus.protocol.v1.StageWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The host's part of a chain: tokens at one end, the first layers where the host holds them, and
 * the last stage, whose logits are for the sessions here. Belongs to the host's thread.
 */
public final class HostStages implements AutoCloseable {

  private final String node;
  private final List<StepEngine> engines;
  private final int mostRows;
  private final StateSender tokens;
  private final Optional<StageDesk> first;
  private final StateSender out;
  private final StageDesk last;
  private BiConsumer<StageWindow, StepResult> results = (window, result) -> {};
  private Consumer<SequenceRefused> refusals = refused -> {};

  /**
   * @param engines the chain's last stage, before it the first where the host holds that too
   * @param mostRows that a frame between two stages may have
   */
  public HostStages(String node, List<StepEngine> engines, int mostRows) {
    this.node = node;
    this.engines = List.copyOf(engines);
    this.mostRows = mostRows;
    this.tokens = new StateSender(mostRows);
    boolean both = engines.size() > 1;
    this.out = both ? new StateSender(mostRows) : tokens;
    this.first = both ? Optional.of(new StageDesk(engines.get(0), out)) : Optional.empty();
    this.last = new StageDesk(engines.get(engines.size() - 1), new Results());
    first.ifPresent(this::feed);
  }

  private void feed(StageDesk desk) {
    tokens.attach(frame -> accept(desk, frame), StateCodec.FP32);
    desk.attach(new FromFirst(), StateCodec.FP32);
  }

  void onResult(BiConsumer<StageWindow, StepResult> hears) {
    results = hears;
  }

  void onRefused(Consumer<SequenceRefused> hears) {
    refusals = hears;
  }

  /** What is known of the chain before it was joined. */
  EngineInfo unjoined() {
    return engines.get(engines.size() - 1).info();
  }

  /** The chain: the host's own stages and, between them, those that welcomed it. */
  ChainMembers members(List<StageFacts> remote, HiddenStates states) {
    List<StageFacts> all = new ArrayList<>(remote);
    all.add(facts(engines.get(engines.size() - 1)));
    if (engines.size() > 1) {
      all.add(0, facts(engines.get(0)));
    }
    return new ChainMembers(all, states);
  }

  private StageFacts facts(StepEngine engine) {
    return ChainMembers.facts(node, engine.info(), engine.kvUse().total());
  }

  EngineInfo joined(ChainMembers members) {
    return members.info(engines.stream().map(StepEngine::info).toList(), mostRows);
  }

  void attach(ChainMembers members, ChainEnds ends) {
    StateCodec codec = StateCodec.of(members.states());
    last.attach(new Replies(ends.previous()), codec);
    out.attach(ends.next(), codec);
  }

  void detach() {
    out.detach();
  }

  void send(List<StageWindow> windows) {
    tokens.send(windows);
  }

  void release(long sequence) {
    tokens.release(sequence);
  }

  void frame(StageFrame frame) {
    accept(last, frame);
  }

  void reply(StageReply reply) {
    if (reply.hasRefused()) {
      refusals.accept(reply.getRefused());
    } else if (reply.hasMissing() && !out.resend(reply.getMissing())) {
      first.ifPresent(desk -> desk.computeAgain(reply.getMissing()));
    }
  }

  private static void accept(StageDesk desk, StageFrame frame) {
    if (frame.hasStep()) {
      desk.step(frame.getStep());
    } else if (frame.hasRelease()) {
      frame.getRelease().getSequencesList().forEach(desk::release);
    }
  }

  @Override
  public void close() {
    first.ifPresent(StageDesk::close);
    last.close();
  }

  private final class Results implements StageExit {

    @Override
    public void scored(List<StageWindow> windows, List<StepResult> scored) {
      for (int i = 0; i < windows.size(); i++) {
        results.accept(windows.get(i), scored.get(i));
      }
    }

    @Override
    public void release(long sequence) {
      // The release came round: every stage has let go.
    }
  }

  private final class FromFirst implements StageEntry {

    @Override
    public void missing(Missing missing) {
      tokens.resend(missing);
    }

    @Override
    public void refused(SequenceRefused refused) {
      refusals.accept(refused);
    }
  }
}
