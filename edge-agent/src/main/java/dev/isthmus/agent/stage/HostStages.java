package dev.isthmus.agent.stage;

import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.protocol.v1.HiddenStates;
import dev.isthmus.protocol.v1.SequenceRefused;
import dev.isthmus.protocol.v1.StageFacts;
import dev.isthmus.protocol.v1.StageFrame;
import dev.isthmus.protocol.v1.StageReply;
import dev.isthmus.protocol.v1.StageWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The host's two ends of a chain: tokens for the first stage, and the last stage, whose logits are
 * for the sessions here. Belongs to the host's thread.
 */
public final class HostStages implements AutoCloseable {

  private final String node;
  private final StepEngine engine;
  private final int mostRows;
  private final StateSender tokens;
  private final StageDesk last;
  private BiConsumer<StageWindow, StepResult> results = (window, result) -> {};
  private Consumer<SequenceRefused> refusals = refused -> {};

  /**
   * @param node this node's name
   * @param engine the chain's last stage
   * @param mostRows that a frame between two stages may have
   */
  public HostStages(String node, StepEngine engine, int mostRows) {
    this.node = node;
    this.engine = engine;
    this.mostRows = mostRows;
    this.tokens = new StateSender(mostRows);
    this.last = new StageDesk(engine, new Results());
  }

  void onResult(BiConsumer<StageWindow, StepResult> hears) {
    results = hears;
  }

  void onRefused(Consumer<SequenceRefused> hears) {
    refusals = hears;
  }

  /** The last stage alone: what is known before the chain was joined. */
  EngineInfo unjoined() {
    return engine.info();
  }

  /** The chain: the stages that welcomed the host, and its own. */
  ChainMembers members(List<StageFacts> remote, HiddenStates states) {
    List<StageFacts> all = new ArrayList<>(remote);
    all.add(ChainMembers.facts(node, engine.info(), engine.kvUse().total()));
    return new ChainMembers(all, states);
  }

  EngineInfo joined(ChainMembers members) {
    return members.info(engine.info(), mostRows);
  }

  void attach(ChainMembers members, ChainEnds ends) {
    StateCodec codec = StateCodec.of(members.states());
    last.attach(new Replies(ends.previous()), codec);
    tokens.attach(ends.next(), codec);
  }

  void detach() {
    tokens.detach();
  }

  void send(List<StageWindow> windows) {
    tokens.send(windows);
  }

  void release(long sequence) {
    tokens.release(sequence);
  }

  void frame(StageFrame frame) {
    last.frame(frame);
  }

  void reply(StageReply reply) {
    if (reply.hasRefused()) {
      refusals.accept(reply.getRefused());
    } else if (reply.hasMissing()) {
      tokens.resend(reply.getMissing());
    }
  }

  @Override
  public void close() {
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
}
