package dev.isthmus.router.start;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the router; at SIGTERM lets its streams end before Quarkus takes the server down. */
@QuarkusMain
public class Main implements QuarkusApplication {

  private final RouterRim rim;

  Main(RouterRim rim) {
    this.rim = rim;
  }

  @Override
  public int run(String... args) throws InterruptedException {
    Quarkus.waitForExit();
    rim.node().drain();
    return 0;
  }
}
