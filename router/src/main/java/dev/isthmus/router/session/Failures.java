package dev.isthmus.router.session;

import org.jboss.logging.Logger;

/** Faults of ours in sessions go to the log whole; clients get one sentence. */
final class Failures {

  private static final Logger LOG = Logger.getLogger(Session.class);

  private Failures() {}

  static void log(String session, RuntimeException fault) {
    LOG.errorf(fault, "session %s", session);
  }
}
