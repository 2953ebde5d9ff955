package dev.isthmus.engine.runtime;

import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes SIGTERM and SIGINT before the JVM does. Its own answer is to run all shutdown hooks at
 * once, and ONNX Runtime's hook frees the runtime under a step that is still being computed, which
 * ends in a crash: a process that computes must not begin its JVM's shutdown before it is done.
 *
 * <p>The JDK offers signals only as {@code sun.misc.Signal} (module jdk.unsupported, JEP 260),
 * hence the reflection.
 */
public final class StopSignals {

  private static final Logger LOG = Logger.getLogger(StopSignals.class.getName());

  private StopSignals() {}

  /**
   * @param stop what is done instead, given the signal's number, on a thread of the JVM's
   */
  public static void on(IntConsumer stop) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object stopping =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                stop.accept((int) signal.getMethod("getNumber").invoke(arguments[0]));
                return null;
              });
      for (String name : new String[] {"TERM", "INT"}) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), stopping);
      }
    } catch (ReflectiveOperationException e) {
      LOG.log(Level.WARNING, "signals are left to the JVM", e);
    }
  }
}
