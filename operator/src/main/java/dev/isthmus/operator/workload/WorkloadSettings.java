package dev.isthmus.operator.workload;

import java.util.Optional;

/**
 * What every pod of a site is made of.
 *
 * @param namespace the operator's own, where the pods are
 * @param agentImage image of agents
 * @param routerImage image of routers
 * @param pullPolicy Always, IfNotPresent or Never
 * @param serviceAccount of agents and routers; empty: the namespace's default one
 * @param configMap whose keys are variables of every agent and router
 */
public record WorkloadSettings(
    String namespace,
    String agentImage,
    String routerImage,
    String pullPolicy,
    Optional<String> serviceAccount,
    Optional<String> configMap) {}
