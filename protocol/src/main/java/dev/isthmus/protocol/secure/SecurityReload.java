package dev.isthmus.protocol.secure;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Keeps a process's gRPC identity that of its files. */
public final class SecurityReload {

  private final TransportSecurity security;
  private final Consumer<String> warn;

  private SecurityReload(TransportSecurity security, Consumer<String> warn) {
    this.security = security;
    this.warn = warn;
  }

  /**
   * @param warn told of files that cannot be used, at each try
   */
  public static SecurityReload of(TransportSecurity security, Consumer<String> warn) {
    return new SecurityReload(security, warn);
  }

  /** Reads the files every {@link TransportSecurity#RELOAD}. */
  public void every(ScheduledExecutorService timer) {
    long period = TransportSecurity.RELOAD.toMillis();
    timer.scheduleAtFixedRate(this::once, period, period, TimeUnit.MILLISECONDS);
  }

  void once() {
    try {
      security.reload();
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      warn.accept(
          "the TLS files cannot be used, what was read before stays in force: " + e.getMessage());
    }
  }
}
