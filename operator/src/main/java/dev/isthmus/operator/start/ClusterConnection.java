package dev.isthmus.operator.start;

import dev.isthmus.operator.source.kubernetes.ClusterSource;
import dev.isthmus.operator.source.kubernetes.Leadership;
import io.javaoperatorsdk.operator.Operator;
import jakarta.enterprise.context.ApplicationScoped;

/** The way to an API server: made only where resources come from one. */
@ApplicationScoped
class ClusterConnection {

  private final Operator sdk;
  private final ClusterSource source;
  private final Leadership leadership;

  ClusterConnection(Operator sdk, ClusterSource source, Leadership leadership) {
    this.sdk = sdk;
    this.source = source;
    this.leadership = leadership;
  }

  ClusterSource source() {
    return source;
  }

  /**
   * Returns when the caches are filled.
   *
   * @param changed told that resources may have changed
   * @param won called when this operator leads
   * @param lost called when it leads no more
   */
  void start(Runnable changed, Runnable won, Runnable lost) {
    source.listen(changed);
    leadership.listen(won, lost);
    sdk.start();
  }

  /**
   * @param silent whether nothing more is written, so that another operator may lead at once
   */
  void stop(boolean silent) {
    leadership.listen(() -> {}, () -> {}); // what ends now is not a lease that was lost
    sdk.stop(); // first: it would take a free lease at its next turn
    if (silent) {
      leadership.release();
    }
  }
}
