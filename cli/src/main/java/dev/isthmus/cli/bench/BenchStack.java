package dev.isthmus.cli.bench;

import dev.isthmus.cli.chat.ChatClient;
import dev.isthmus.cli.fetch.Models;
import dev.isthmus.cli.settings.Manifest;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.AtExit;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Patience;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.cli.up.Readiness;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.local.stack.LocalStack;
import dev.isthmus.local.stack.StackException;
import dev.isthmus.local.stack.StackSettings;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A stack of a bench's own, beside whatever else runs; ended with the bench. */
final class BenchStack implements AutoCloseable {

  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration NOTICE = Duration.ofSeconds(60);
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final long SEED = 20_260_101;

  private final LocalStack stack;
  private final AtExit atExit;

  private BenchStack(LocalStack stack) {
    this.stack = stack;
    this.atExit = new AtExit("bench-stack-end", stack::close);
  }

  /** Where the bench's stack keeps its files. */
  static Path folder(Places places) {
    return places.instance().resolveSibling("bench");
  }

  /**
   * Starts a manifest's parts and waits until its services are ready.
   *
   * @throws CliException where they do not become ready
   */
  static BenchStack start(Path manifest, Screen screen, Places places) throws InterruptedException {
    Manifest read = Manifest.read(manifest);
    Models models = new Models(screen, places, places.home(), System.getenv());
    read.models().forEach(model -> models.fetch(model.uri(), model.digest()));
    BenchStack bench;
    try {
      bench =
          new BenchStack(
              LocalStack.start(
                  StackSettings.of(manifest, places.home(), folder(places), places.cache())
                      .seed(SEED)
                      .onExit(exit -> screen.note(exit.oneLine()))
                      .build()));
    } catch (StackException e) {
      throw new CliException(e.getMessage(), e);
    }
    try {
      new Readiness(new StateFolder(bench.stack.stateFolder()), screen, Patience.REAL)
          .await(read.services(), bench.watch(), LIMIT);
      return bench;
    } catch (RuntimeException | InterruptedException e) {
      bench.close();
      throw e;
    }
  }

  private Readiness.Watch watch() {
    return new Readiness.Watch() {
      @Override
      public boolean begun() {
        return true;
      }

      @Override
      public Optional<String> lost() {
        return Optional.empty();
      }

      @Override
      public String remedy() {
        return "logs are in " + stack.instance().logs();
      }
    };
  }

  /**
   * Waits until the service has so many verifiers again after one was started anew: the operator
   * first hears that it is loading.
   */
  void awaitReturn(int replicas, Screen screen) throws InterruptedException {
    StateFolder state = new StateFolder(stack.stateFolder());
    Patience.REAL.until(() -> replicas(state) < replicas, LOOK, NOTICE);
    screen.passing("waiting for the verifier to come back");
    if (!Patience.REAL.until(() -> replicas(state) >= replicas, LOOK, LIMIT)) {
      throw new CliException(
          "not %d verifiers after %d minutes; logs are in %s"
              .formatted(replicas, LIMIT.toMinutes(), stack.instance().logs()));
    }
    screen.settle();
  }

  private static int replicas(StateFolder state) {
    try {
      return state.list(CollaborativeInferenceService.class).stream()
          .map(CollaborativeInferenceService::getStatus)
          .mapToInt(it -> it == null || it.replicas() == null ? 0 : it.replicas())
          .sum();
    } catch (UncheckedIOException e) {
      return 0; // replaced while it was read
    }
  }

  LocalStack stack() {
    return stack;
  }

  /** The API nearest to users. */
  ChatClient client() {
    return new ChatClient(stack.endpoint(), System::nanoTime);
  }

  @Override
  public void close() {
    atExit.close();
  }
}
