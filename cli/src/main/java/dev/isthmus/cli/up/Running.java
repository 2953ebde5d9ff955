package dev.isthmus.cli.up;

import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.local.process.ChildExit;
import dev.isthmus.local.stack.Instance;
import dev.isthmus.local.stack.LocalStack;
import dev.isthmus.local.stack.StackException;
import dev.isthmus.local.stack.StackSettings;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A stack that this process runs: ended in order when the process is asked to end. */
final class Running implements Readiness.Watch {

  private final LocalStack stack;
  private final Optional<InCluster> resources;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Running(LocalStack stack, Optional<InCluster> resources) {
    this.stack = stack;
    this.resources = resources;
    resources.ifPresent(cluster -> cluster.mirror(new StateFolder(stack.stateFolder())));
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "isthmus-down"));
  }

  /**
   * @throws CliException with one line for a person
   */
  static Running start(Start start, Places places, Consumer<ChildExit> exits) {
    Optional<InCluster> resources =
        start.kubeconfig().flatMap(file -> InCluster.of(new Instance(places.instance())));
    StackSettings.Builder settings =
        StackSettings.of(start.manifest().path(), places.home(), places.instance(), places.cache())
            .wan(start.wan())
            .apiPort(start.port())
            .seed(new Random().nextLong())
            .closing(start.closed())
            .securing(start.secured())
            .onExit(exits);
    start.kubeconfig().ifPresent(settings::ofCluster);
    try {
      resources.ifPresent(cluster -> cluster.apply(start.manifest()));
      return new Running(LocalStack.start(settings.build()), resources);
    } catch (StackException | CliException e) {
      resources.ifPresent(InCluster::remove);
      resources.ifPresent(InCluster::close);
      throw new CliException(e.getMessage(), e);
    }
  }

  @Override
  public boolean begun() {
    return true;
  }

  @Override
  public Optional<String> lost() {
    return Optional.empty(); // parts that die are brought back
  }

  /** Until somebody ends it. */
  void await() throws InterruptedException {
    ended.await();
  }

  /** Ends every process; a second call does nothing. */
  synchronized void end() {
    if (ended.getCount() > 0) {
      stack.close();
      resources.ifPresent(InCluster::remove);
      resources.ifPresent(InCluster::close);
      ended.countDown();
    }
  }
}
