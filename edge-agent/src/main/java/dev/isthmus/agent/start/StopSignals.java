package dev.isthmus.agent.start;

import java.lang.reflect.Proxy;
import org.jboss.logging.Logger;

/**
 * Takes SIGTERM and SIGINT before the JVM does. Its own answer is to run all shutdown hooks at
 * once, and ONNX Runtime's hook frees the runtime under a step that is still being computed: an
 * agent that drains must not begin its JVM's shutdown before it is done.
 *
 * <p>The JDK offers signals only as {@code sun.misc.Signal} (module jdk.unsupported, JEP 260),
 * hence the reflection.
 */
final class StopSignals {

  private static final Logger LOG = Logger.getLogger(StopSignals.class);

  private StopSignals() {}

  static void on(Runnable stop) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object stopping =
          Proxy.newProxyInstance(
              StopSignals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                stop.run();
                return null;
              });
      for (String name : new String[] {"TERM", "INT"}) {
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), stopping);
      }
    } catch (ReflectiveOperationException e) {
      LOG.warnf("signals are left to the JVM: %s", e);
    }
  }
}
