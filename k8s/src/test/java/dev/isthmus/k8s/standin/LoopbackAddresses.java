package dev.isthmus.k8s.standin;

import io.fabric8.kubernetes.api.model.Pod;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * An address for each pod's name, in a network that other tests hardly take: Linux has all of
 * 127.0.0.0/8 on its loopback.
 */
final class LoopbackAddresses {

  private static final int OCTET = 254;

  private final String network;
  private final Map<String, String> given = new HashMap<>();

  LoopbackAddresses() {
    RandomGenerator random = new SecureRandom();
    network = "127.%d.%d.".formatted(1 + random.nextInt(OCTET), 1 + random.nextInt(OCTET));
  }

  /** The same for a pod that comes again under the same name. */
  String of(Pod pod) {
    return given.computeIfAbsent(
        pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName(),
        name -> network + (given.size() + 1));
  }
}
