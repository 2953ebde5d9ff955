package dev.isthmus.agent.assign;

import dev.isthmus.engine.fetch.FetchListener;
import java.util.function.Consumer;

/** Says in words how far a download is, once for each tenth. */
final class FetchPhases implements FetchListener {

  private static final int STEP = 10;

  private final Consumer<String> phase;
  private long told = -1;

  FetchPhases(Consumer<String> phase) {
    this.phase = phase;
  }

  @Override
  public void progress(String what, long done, long total) {
    long percent = total > 0 ? 100 * done / total / STEP * STEP : -1;
    if (percent > told) {
      told = percent;
      phase.accept("Fetching " + what + " " + percent + " %");
    }
  }
}
