package dev.isthmus.engine.fetch;

import java.time.Duration;

/** Waits before a fetch is tried again. */
@FunctionalInterface
public interface Pause {

  void pause(Duration time) throws InterruptedException;
}
