package dev.isthmus.agent.start;

import dev.isthmus.agent.schedule.ServeLimits;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/** {@link ServeLimits} from configuration, key by key. */
final class ServeSettings {

  private ServeSettings() {}

  static ServeLimits of(Config config) {
    ServeLimits standard = ServeLimits.DEFAULT;
    return new ServeLimits(
        standard.maxWindow(),
        number(config, "isthmus.prefill-rows", standard.prefillRows()),
        number(config, "isthmus.prefill-rows-beside", standard.prefillRowsBeside()),
        time(config, "isthmus.admission-wait", standard.admissionWait()),
        time(config, "isthmus.session.detached-limit", standard.detachedLimit()),
        time(config, "isthmus.session.idle-limit", standard.idleLimit()),
        number(config, "isthmus.max-sessions", standard.maxSessions()));
  }

  private static int number(Config config, String key, int standard) {
    return config.getOptionalValue(key, Integer.class).orElse(standard);
  }

  private static Duration time(Config config, String key, Duration standard) {
    return config.getOptionalValue(key, Duration.class).orElse(standard);
  }
}
