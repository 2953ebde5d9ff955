package dev.isthmus.engine.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtEnvironment.ThreadingOptions;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Path;

/**
 * ONNX Runtime in this process. A graph that is a whole step has threads of its own, which wait for
 * one another by spinning for a moment: a step is some hundred short operations, and going to sleep
 * between them takes a fifth of it. Parts of steps share one pool that does not spin; the first
 * engine fixes its size.
 */
final class OrtRuntime {

  /**
   * As long as most operations leave a thread without work. Longer is hardly faster alone, and much
   * slower where another process needs the core (docs/benchmarks.md).
   */
  private static final String SPIN_MICROS = "20";

  private static OrtRuntime instance;

  private final OrtEnvironment environment;
  private final int threads;

  private OrtRuntime(int threads) throws OrtException {
    try (ThreadingOptions options = new ThreadingOptions()) {
      options.setGlobalIntraOpNumThreads(threads);
      options.setGlobalInterOpNumThreads(1);
      options.setGlobalSpinControl(false);
      this.environment =
          OrtEnvironment.getEnvironment(
              OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "isthmus", options);
    }
    this.threads = threads;
  }

  static synchronized OrtRuntime of(int threads) {
    if (instance == null) {
      try {
        instance = new OrtRuntime(threads);
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime does not start: " + e.getMessage(), e);
      }
    }
    return instance;
  }

  OrtEnvironment environment() {
    return environment;
  }

  String version() {
    return environment.getVersion();
  }

  /** A graph that is a whole step. */
  OrtSession open(Path model, int threads) {
    return session(
        model,
        session -> {
          session.setIntraOpNumThreads(threads);
          session.addConfigEntry("session.intra_op.spin_duration_us", SPIN_MICROS);
          session.addConfigEntry("session.force_spinning_stop", "1"); // not between steps
        });
  }

  /** One of many graphs that a step goes through. */
  OrtSession openPart(Path model, int threads) {
    return session(
        model,
        session -> {
          if (threads == this.threads) {
            session.disablePerSessionThreads();
          } else {
            session.setIntraOpNumThreads(threads);
            session.addConfigEntry("session.intra_op.allow_spinning", "0");
          }
        });
  }

  /** What of a session's options differs. */
  @FunctionalInterface
  private interface Threading {
    void set(SessionOptions session) throws OrtException;
  }

  private OrtSession session(Path model, Threading threading) {
    try (SessionOptions session = new SessionOptions()) {
      session.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      session.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
      threading.set(session);
      return environment.createSession(model.toString(), session);
    } catch (OrtException e) {
      throw new IllegalStateException(model + " does not load: " + e.getMessage(), e);
    }
  }
}
