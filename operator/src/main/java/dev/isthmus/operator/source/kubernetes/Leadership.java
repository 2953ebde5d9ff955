package dev.isthmus.operator.source.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Which of several operators decides: the one that holds the lease. One that loses it ends, since
 * what it believes may be old by then; whoever watches over it starts it anew.
 */
@ApplicationScoped
public class Leadership {

  /** The lease's name, in the operator's namespace. */
  public static final String LEASE = "isthmus-operator";

  private static final Logger LOG = Logger.getLogger(Leadership.class);

  private volatile Runnable won = () -> {};
  private volatile Runnable lost = () -> {};

  /**
   * @param onWon called once the lease is held; the caches are filled by then
   * @param onLost called where it was lost
   */
  public void listen(Runnable onWon, Runnable onLost) {
    won = onWon;
    lost = onLost;
  }

  /**
   * @param pod who holds the lease, as others read it; a random name where it is not given
   */
  @Produces
  @Singleton
  LeaderElectionConfiguration election(
      KubernetesClient client, @ConfigProperty(name = "isthmus.pod") Optional<String> pod) {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(client.getNamespace())
        .withIdentity(pod.orElseGet(() -> UUID.randomUUID().toString()))
        .withLeaderCallbacks(
            new LeaderCallbacks(
                () -> won.run(),
                () -> lost.run(),
                leader -> LOG.infof("the lease %s is held by %s", LEASE, leader)))
        .build();
  }
}
