package dev.isthmus.operator.source.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
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

  /** The version makes a lease that somebody else took meanwhile a conflict. */
  private static final String RELEASED =
      "{\"metadata\":{\"resourceVersion\":\"%s\"},\"spec\":{\"holderIdentity\":null}}";

  private final KubernetesClient client;
  private final String holder;
  private volatile Runnable won = () -> {};
  private volatile Runnable lost = () -> {};

  /**
   * @param pod who holds the lease, as others read it; a random name where it is not given
   */
  Leadership(KubernetesClient client, @ConfigProperty(name = "isthmus.pod") Optional<String> pod) {
    this.client = client;
    holder = pod.orElseGet(() -> UUID.randomUUID().toString());
  }

  /**
   * @param onWon called once the lease is held; the caches are filled by then
   * @param onLost called where it was lost
   */
  public void listen(Runnable onWon, Runnable onLost) {
    won = onWon;
    lost = onLost;
  }

  /**
   * Gives the lease back, so that the next operator need not wait until it runs out. Called when
   * this one decides and writes nothing more.
   */
  public void release() {
    Resource<Lease> lease = client.leases().inNamespace(client.getNamespace()).withName(LEASE);
    try {
      Lease held = lease.get();
      if (held != null && holder.equals(held.getSpec().getHolderIdentity())) {
        lease.patch(PatchContext.of(PatchType.JSON_MERGE), RELEASED.formatted(version(held)));
        LOG.infof("gave the lease %s back", LEASE);
      }
    } catch (KubernetesClientException e) {
      LOG.warnf("the lease %s was not given back and will run out: %s", LEASE, e.getMessage());
    }
  }

  private static String version(Lease lease) {
    return lease.getMetadata().getResourceVersion();
  }

  @Produces
  @Singleton
  LeaderElectionConfiguration election() {
    // Despite its name: who listens ends the process, with a code of its own.
    boolean exit = false;
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(client.getNamespace())
        .withIdentity(holder)
        .withLeaderCallbacks(
            new LeaderCallbacks(
                () -> won.run(),
                () -> lost.run(),
                leader -> LOG.infof("the lease %s is held by %s", LEASE, leader)))
        .buildForTest(exit);
  }
}
