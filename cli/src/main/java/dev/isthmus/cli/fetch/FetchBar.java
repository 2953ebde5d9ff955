package dev.isthmus.cli.fetch;

import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.engine.fetch.FetchListener;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a fetch: a bar for a person, a line per file for a log. */
public final class FetchBar implements FetchListener, AutoCloseable {

  private static final int UPDATE_MILLIS = 200;
  private static final long MEGABYTE = 1_000_000;

  private final Screen screen;
  private ProgressBar bar;
  private String file = "";

  public FetchBar(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void progress(String what, long done, long total) {
    if (!what.equals(file)) {
      next(what, total);
    }
    if (bar != null) {
      bar.maxHint(total);
      bar.stepTo(done);
    }
  }

  private void next(String what, long total) {
    close();
    file = what;
    if (screen.isTerminal()) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("fetching " + what)
              .setInitialMax(total)
              .setUpdateIntervalMillis(UPDATE_MILLIS)
              .setStyle(ProgressBarStyle.ASCII)
              .setUnit(" MB", MEGABYTE)
              .build();
    } else {
      screen.note("fetching " + what + (total > 0 ? " (" + total / MEGABYTE + " MB)" : ""));
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
