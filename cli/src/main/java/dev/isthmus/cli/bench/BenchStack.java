package dev.isthmus.cli.bench;

import dev.isthmus.cli.chat.ChatClient;
import dev.isthmus.cli.fetch.Models;
import dev.isthmus.cli.settings.Manifest;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.AtExit;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.folder.RefusedDocument;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.local.link.LinkProfile;
import dev.isthmus.local.stack.LocalStack;
import dev.isthmus.local.stack.StackException;
import dev.isthmus.local.stack.StackSettings;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
                  new StackSettings(
                          manifest,
                          places.home(),
                          folder(places),
                          places.cache(),
                          LinkProfile.NONE,
                          0,
                          SEED)
                      .onExit(
                          exit ->
                              screen.note(
                                  "%s ended with code %d; its log is %s"
                                      .formatted(exit.name(), exit.code(), exit.log())))));
    } catch (StackException e) {
      throw new CliException(e.getMessage(), e);
    }
    try {
      for (String service : read.services()) {
        bench.awaitReady(service, screen);
      }
      return bench;
    } catch (RuntimeException | InterruptedException e) {
      bench.close();
      throw e;
    }
  }

  private void awaitReady(String service, Screen screen) throws InterruptedException {
    StateFolder state = new StateFolder(stack.stateFolder());
    String[] name = service.split("/");
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      List<RefusedDocument> refused = state.refused();
      if (!refused.isEmpty()) {
        throw new CliException(refused.get(0).oneLine());
      }
      Optional<Condition> ready = ready(state, name);
      if (ready.filter(Condition::holds).isPresent()) {
        screen.settle();
        return;
      }
      String why = ready.map(Condition::message).orElse("the operator");
      if (System.nanoTime() - deadline > 0) {
        throw new CliException(
            "%s is not ready after %d minutes: %s; logs are in %s"
                .formatted(service, LIMIT.toMinutes(), why, stack.instance().logs()));
      }
      screen.passing("waiting for " + service + ": " + why);
      Thread.sleep(LOOK.toMillis());
    }
  }

  /**
   * Waits until the service has so many verifiers again after one was started anew: the operator
   * first hears that it is loading.
   */
  void awaitReturn(int replicas, Screen screen) throws InterruptedException {
    StateFolder state = new StateFolder(stack.stateFolder());
    long noticed = System.nanoTime() + NOTICE.toNanos();
    while (replicas(state) >= replicas && System.nanoTime() - noticed < 0) {
      Thread.sleep(LOOK.toMillis());
    }
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (replicas(state) < replicas) {
      if (System.nanoTime() - deadline > 0) {
        throw new CliException(
            "not %d verifiers after %d minutes; logs are in %s"
                .formatted(replicas, LIMIT.toMinutes(), stack.instance().logs()));
      }
      screen.passing("waiting for the verifier to come back");
      Thread.sleep(LOOK.toMillis());
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

  private static Optional<Condition> ready(StateFolder state, String[] name) {
    try {
      return state
          .get(CollaborativeInferenceService.class, name[0], name[1])
          .filter(service -> service.getStatus() != null)
          .flatMap(service -> service.getStatus().condition("Ready"));
    } catch (UncheckedIOException e) {
      return Optional.empty(); // replaced while it was read
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
