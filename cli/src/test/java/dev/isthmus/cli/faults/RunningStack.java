package dev.isthmus.cli.faults;

import dev.isthmus.cli.chat.Answer;
import dev.isthmus.cli.chat.ChatClient;
import dev.isthmus.cli.chat.Message;
import dev.isthmus.cli.chat.Question;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.up.Waiting;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.local.link.LinkProfile;
import dev.isthmus.local.stack.LocalStack;
import dev.isthmus.local.stack.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** A whole fleet of a sample, ready: real broker, operator, agents with the demo model, routers. */
final class RunningStack implements AutoCloseable {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final String SERVICE = "default/chat";

  /** The first start on a machine fetches, prepares and measures the model. */
  private static final Duration FIRST_START = Duration.ofMinutes(8);

  private final LocalStack stack;
  private final ChatClient client;

  private RunningStack(LocalStack stack) {
    this.stack = stack;
    this.client = new ChatClient(stack.endpoint(), System::nanoTime);
  }

  static RunningStack start(
      String sample, Path folder, LinkProfile wan, Map<String, String> environment) {
    return start(sample(sample), folder, wan, environment);
  }

  static Path sample(String name) {
    return HOME.resolve("k8s/samples").resolve(name);
  }

  static RunningStack start(
      Path manifest, Path folder, LinkProfile wan, Map<String, String> environment) {
    return start(manifest, folder, wan, Set.of(), environment);
  }

  /**
   * Its services come once all nodes are there, so that the first plan is made over all of them,
   * however slowly they start.
   *
   * @param manifest the sites come first
   * @param nodes of all pools
   */
  static RunningStack startOver(
      int nodes, String manifest, Path folder, Map<String, String> environment) {
    Path file = folder.resolve("manifest.yaml");
    write(file, manifest.substring(0, manifest.indexOf("---")));
    RunningStack running =
        new RunningStack(
            launch(file, folder, LinkProfile.ofRoundTrip(Duration.ZERO), Set.of(), environment));
    return running.ready(
        () -> {
          running.awaitNodes(nodes);
          write(file, manifest);
          running.awaitReady(FIRST_START);
        });
  }

  private void awaitNodes(int count) {
    StateFolder state = new StateFolder(stack.stateFolder());
    Await.until(
        count + " nodes",
        FIRST_START,
        () -> holds(() -> state.list(InferenceNode.class).size() == count));
  }

  /** Files of the state are replaced while they are listed. */
  private static boolean holds(BooleanSupplier state) {
    try {
      return state.getAsBoolean();
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** This stack, closed where it does not get ready. */
  private RunningStack ready(Runnable steps) {
    try {
      steps.run();
      return this;
    } catch (RuntimeException | AssertionError e) {
      stack.close();
      throw e;
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param manifest its service chat is waited for
   * @param closed sites that let nothing in
   */
  static RunningStack start(
      Path manifest,
      Path folder,
      LinkProfile wan,
      Set<String> closed,
      Map<String, String> environment) {
    RunningStack running = new RunningStack(launch(manifest, folder, wan, closed, environment));
    return running.ready(() -> running.awaitReady(FIRST_START));
  }

  private static LocalStack launch(
      Path manifest,
      Path folder,
      LinkProfile wan,
      Set<String> closed,
      Map<String, String> environment) {
    String cache = System.getenv("ISTHMUS_CACHE");
    return LocalStack.start(
        StackSettings.of(
                manifest,
                HOME,
                folder,
                cache == null
                    ? Path.of(System.getProperty("user.home"), ".cache", "isthmus")
                    : Path.of(cache))
            .wan(wan)
            .seed(ProcessHandle.current().pid()) // stacks side by side get other ports
            .closing(closed)
            .environment(environment)
            .build());
  }

  LocalStack parts() {
    return stack;
  }

  ChatClient client() {
    return client;
  }

  void awaitReady(Duration limit) {
    awaitReady(SERVICE, limit);
  }

  void awaitReady(String service, Duration limit) {
    StateFolder state = new StateFolder(stack.stateFolder());
    Await.until(
        service + " ready",
        limit,
        () ->
            holds(
                () -> {
                  Waiting waiting = Waiting.of(state, List.of(service));
                  waiting.refused().ifPresent(AssertionError::new);
                  return waiting.ready();
                }));
  }

  /** Waits until a short answer comes in this mode, with drafts where the mode has them. */
  void awaitServing(String mode, Duration limit) {
    Await.until(
        mode + " served",
        limit,
        () -> {
          try {
            Answer answer = client.ask(question("Count to ten.", mode, 1, 8), (text, own) -> {});
            return mode.equals("cloud") || answer.drafted() > 0;
          } catch (CliException e) {
            return false;
          }
        });
  }

  Question question(String text, String mode, long seed, int tokens) {
    return new Question("chat", List.of(Message.user(text)), 0.8, seed, tokens, mode, false);
  }

  Answer ask(String text, String mode, long seed, int tokens) {
    return stream(text, mode, seed, tokens).finish();
  }

  /** Asks the router of a site. */
  Answer askAt(String site, String text, String mode, long seed, int tokens) {
    ChatClient there = new ChatClient(stack.endpoint(site), System::nanoTime);
    return there.ask(question(text, mode, seed, tokens), (piece, own) -> {});
  }

  Stream stream(String text, String mode, long seed, int tokens) {
    return Stream.start(client, question(text, mode, seed, tokens));
  }

  @Override
  public void close() {
    stack.close();
  }
}
