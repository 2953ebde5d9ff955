package dev.isthmus.agent.schedule;

import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.sample.TokenChooser;
import java.util.function.LongSupplier;

/**
 * What the sessions of one engine share. All of it belongs to the engine's thread.
 *
 * @param nanos monotonic time
 */
record EngineSeat(
    Pipeline pipeline,
    TokenChooser chooser,
    ServeLimits limits,
    LongSupplier nanos,
    SessionCounts counts) {

  EngineInfo info() {
    return pipeline.info();
  }

  int vocabulary() {
    return info().architecture().vocabulary();
  }

  /** Most rows that need logits in one window: a verify's last token and its draft. */
  int maxWindow() {
    return Math.min(limits.maxWindow(), info().maxRows());
  }
}
