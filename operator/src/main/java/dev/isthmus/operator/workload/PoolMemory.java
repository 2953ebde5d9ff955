package dev.isthmus.operator.workload;

import dev.isthmus.crds.site.Pool;
import dev.isthmus.crds.site.PoolResources;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What one agent of a pool may use, as a container's requests and limits. */
record PoolMemory(Optional<Long> modelBytes, Optional<Quantity> cpu, int gpus) {

  /** Heap, classes, stacks and the runtime's own buffers, beside models and their KV. */
  private static final long JVM_BYTES = 768L << 20;

  private static final String GPU = "nvidia.com/gpu";

  static PoolMemory of(Pool pool) {
    Optional<PoolResources> given = Optional.ofNullable(pool.resources());
    return new PoolMemory(
        given.map(PoolResources::memory).map(it -> it.getNumericalAmount().longValue()),
        given.map(PoolResources::cpu),
        given.map(PoolResources::gpus).orElse(0));
  }

  /** Whole threads: half a core still needs one. */
  Optional<Integer> threads() {
    return cpu.map(
        cores ->
            Math.max(1, cores.getNumericalAmount().setScale(0, RoundingMode.CEILING).intValue()));
  }

  Map<String, Quantity> requests() {
    Map<String, Quantity> requests = limits();
    cpu.ifPresent(cores -> requests.put("cpu", cores));
    return requests;
  }

  Map<String, Quantity> limits() {
    Map<String, Quantity> limits = new HashMap<>();
    modelBytes.ifPresent(
        bytes -> limits.put("memory", new Quantity(Long.toString(bytes + JVM_BYTES))));
    if (gpus > 0) {
      limits.put(GPU, new Quantity(Integer.toString(gpus)));
    }
    return limits;
  }

  /**
   * Weights and KV lie in direct buffers, which a JVM otherwise limits to its heap's size; the
   * agent itself keeps to its memory.
   */
  String javaOptions() {
    return "-Xmx256m -XX:MaxDirectMemorySize=" + modelBytes.map(String::valueOf).orElse("1t");
  }
}
