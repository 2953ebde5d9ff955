package dev.isthmus.agent.stage;

import dev.isthmus.protocol.v1.Collecting;
import dev.isthmus.protocol.v1.Hello;
import dev.isthmus.protocol.v1.StageFrame;
import dev.isthmus.protocol.v1.StagePlace;
import dev.isthmus.protocol.v1.StageReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Stages in this process reached without a network; links can be cut, and frames bent. */
final class LoopbackDialer implements StageDialer {

  private final Map<String, StageLoop> stages = new ConcurrentHashMap<>();
  private final List<Runnable> cuts = new ArrayList<>();
  private volatile UnaryOperator<StageFrame> bend = frame -> frame;

  void serve(String roleId, StageLoop stage) {
    stages.put(roleId, stage);
  }

  void remove(String roleId) {
    stages.remove(roleId);
  }

  /** What happens to frames on their way, from now on. */
  void bend(UnaryOperator<StageFrame> how) {
    bend = how;
  }

  /** Every link that is open breaks, as when a machine dies. */
  void cutAll() {
    List<Runnable> open;
    synchronized (cuts) {
      open = List.copyOf(cuts);
      cuts.clear();
    }
    open.forEach(Runnable::run);
  }

  @Override
  public Link<StageFrame> pass(StagePlace to, Hello hello, LinkListener<StageReply> listener) {
    StageLoop stage = stages.get(to.getRoleId());
    if (stage == null) {
      listener.lost("nobody is there");
      return new Wire<>(frame -> {}, why -> {});
    }
    Link<StageReply> back = new Wire<>(listener::came, listener::lost);
    Link<StageFrame> there =
        new Wire<>(frame -> stage.frame(back, bend.apply(frame)), why -> stage.gone(back, why));
    watch(() -> stage.gone(back, "cut"), () -> listener.lost("cut"));
    stage.hello(hello, back);
    return there;
  }

  @Override
  public Link<StageReply> collect(
      StagePlace from, Collecting collecting, LinkListener<StageFrame> listener) {
    StageLoop stage = stages.get(from.getRoleId());
    if (stage == null) {
      listener.lost("nobody is there");
      return new Wire<>(reply -> {}, why -> {});
    }
    Link<StageFrame> forth = new Wire<>(frame -> listener.came(bend.apply(frame)), listener::lost);
    Link<StageReply> back =
        new Wire<>(reply -> stage.reply(forth, reply), why -> stage.gone(forth, why));
    watch(() -> stage.gone(forth, "cut"), () -> listener.lost("cut"));
    stage.collect(collecting, forth);
    return back;
  }

  private void watch(Runnable... ends) {
    synchronized (cuts) {
      cuts.addAll(List.of(ends));
    }
  }

  private static final class Wire<F> implements Link<F> {

    private final Consumer<F> sink;
    private final Consumer<String> end;
    private volatile boolean ended;

    Wire(Consumer<F> sink, Consumer<String> end) {
      this.sink = sink;
      this.end = end;
    }

    @Override
    public void send(F frame) {
      if (!ended) {
        sink.accept(frame);
      }
    }

    @Override
    public void end(String why) {
      if (!ended) {
        ended = true;
        end.accept(why);
      }
    }
  }
}
