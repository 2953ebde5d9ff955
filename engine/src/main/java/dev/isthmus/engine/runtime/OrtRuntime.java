package dev.isthmus.engine.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtEnvironment.ThreadingOptions;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.file.Path;

/**
 * ONNX Runtime in this process: one pool of threads for all stages. The first engine fixes its
 * size; an engine that asks for another number gets threads of its own.
 */
final class OrtRuntime {

  private static OrtRuntime instance;

  private final OrtEnvironment environment;
  private final int threads;
  private final boolean spinning;

  private OrtRuntime(int threads, boolean spinning) throws OrtException {
    try (ThreadingOptions options = new ThreadingOptions()) {
      options.setGlobalIntraOpNumThreads(threads);
      options.setGlobalInterOpNumThreads(1);
      options.setGlobalSpinControl(spinning);
      this.environment =
          OrtEnvironment.getEnvironment(
              OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "isthmus", options);
    }
    this.threads = threads;
    this.spinning = spinning;
  }

  static synchronized OrtRuntime of(int threads, boolean spinning) {
    if (instance == null) {
      try {
        instance = new OrtRuntime(threads, spinning);
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

  OrtSession open(Path model, EngineOptions options) {
    try (SessionOptions session = new SessionOptions()) {
      session.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      session.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
      if (options.threads() == threads && options.spinning() == spinning) {
        session.disablePerSessionThreads();
      } else {
        session.setIntraOpNumThreads(options.threads());
        session.addConfigEntry("session.intra_op.allow_spinning", options.spinning() ? "1" : "0");
      }
      return environment.createSession(model.toString(), session);
    } catch (OrtException e) {
      throw new IllegalStateException(model + " does not load: " + e.getMessage(), e);
    }
  }
}
