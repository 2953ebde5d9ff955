package dev.isthmus.cli.up;

import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Colour;
import dev.isthmus.cli.terminal.Patience;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.crds.folder.StateFolder;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** Waits until services are ready and says meanwhile what it waits for, a line for each phase. */
public final class Readiness {

  private static final Duration LOOK = Duration.ofMillis(300);
  private static final long SECOND = 1_000_000_000L;

  /** Knows the process that runs the stack. */
  public interface Watch {
    /** Whether what the state folder says is about this start, and not an earlier one. */
    boolean begun();

    /** Why waiting is of no use any more. */
    Optional<String> lost();

    /** What to do where it takes too long. */
    default String remedy() {
      return "give it longer with --timeout";
    }
  }

  private final StateFolder state;
  private final Screen screen;
  private final Patience patience;
  private String phase = "";

  public Readiness(StateFolder state, Screen screen, Patience patience) {
    this.state = state;
    this.screen = screen;
    this.patience = patience;
  }

  /**
   * @throws CliException where the manifest was refused, the processes are gone or the time is over
   */
  public void await(Collection<String> services, Watch watch, Duration limit)
      throws InterruptedException {
    long begun = patience.nanos().getAsLong();
    while (true) {
      Waiting waiting = watch.begun() ? look(services) : Waiting.BEFORE;
      if (waiting.ready()) {
        screen.settle();
        return;
      }
      long seconds = (patience.nanos().getAsLong() - begun) / SECOND;
      waiting
          .refused()
          .or(watch::lost)
          .ifPresent(
              why -> {
                throw new CliException(why);
              });
      if (seconds >= limit.toSeconds()) {
        throw new CliException(
            "not ready after %d s, still waiting for %s; %s"
                .formatted(seconds, waiting.waitingFor(), watch.remedy()));
      }
      show(waiting.waitingFor(), seconds);
      patience.pause().pause(LOOK);
    }
  }

  private Waiting look(Collection<String> services) {
    try {
      return Waiting.of(state, services);
    } catch (UncheckedIOException e) {
      // files are replaced while they are listed: the next look sees the new ones
      return new Waiting(false, phase, Optional.empty());
    }
  }

  /** A percentage that moves is the same phase. */
  private void show(String waitingFor, long seconds) {
    String text = "waiting for " + waitingFor;
    String next = waitingFor.replaceAll("\\d+(\\.\\d+)?", "#");
    if (!next.equals(phase)) {
      phase = next;
      if (!screen.isTerminal()) {
        screen.note(text);
      }
    }
    screen.passing(screen.paint(Colour.DIM, "%4d s  ".formatted(seconds)) + text);
  }
}
