package dev.isthmus.operator.place;

import static dev.isthmus.planner.place.Role.VERIFIER;

import dev.isthmus.crds.model.ModelFacts;
import dev.isthmus.crds.service.Offline;
import dev.isthmus.crds.service.ServiceSpec;
import dev.isthmus.crds.service.Speculation;
import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.plan.ModelFactsState;
import dev.isthmus.operator.source.ResourceSource;
import dev.isthmus.protocol.v1.Goal;
import dev.isthmus.protocol.v1.ObservedRole;
import dev.isthmus.protocol.v1.OfflineMode;
import dev.isthmus.protocol.v1.OfflinePolicy;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouteWorker;
import dev.isthmus.protocol.v1.SpeculationPolicy;
import dev.isthmus.protocol.v1.Transport;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A service's route as it should be now. */
final class RouteForm {

  /** Share of accepted drafts that routers assume before they measured any. */
  private static final double ACCEPTANCE_PRIOR = 0.6;

  private final ResourceSource source;
  private final Observed seen;
  private final ModelNames names;

  RouteForm(ResourceSource source, Observed seen, ModelNames names) {
    this.source = source;
    this.seen = seen;
    this.names = names;
  }

  /**
   * Empty where no verifier serves, or the service names another model than its plan has, which
   * waits for a person or does not fit: routers then keep what they have.
   */
  Optional<RouteRecord> route(ServicePlan service) {
    Optional<ModelFacts> facts =
        service.target().map(ModelFactsState::of).flatMap(ModelFactsState::facts);
    if (facts.isEmpty() || !service.plans(VERIFIER, facts.get().digest())) {
      return Optional.empty();
    }
    List<RouteWorker> workers =
        new Workers(service, seen).present().stream().map(this::worker).toList();
    if (workers.stream().noneMatch(worker -> worker.getRole() == Role.ROLE_VERIFIER)) {
      return Optional.empty();
    }
    return Optional.of(route(service, facts.get(), workers));
  }

  private RouteRecord route(ServicePlan service, ModelFacts facts, List<RouteWorker> workers) {
    return RouteRecord.newBuilder()
        .setService(service.key())
        .setServiceUid(service.uid())
        .setPlanEpoch(service.plan().orElseThrow().epoch())
        .addAllWorkers(workers)
        .setModelDigest(text(facts.digest()))
        .setTokenizerDigest(text(facts.tokenizerDigest()))
        .setTemplateDigest(text(facts.templateDigest()))
        .setContext(facts.context())
        .addAllStopIds(facts.stopIds())
        .setVocabulary(facts.vocabulary())
        .setSpeculation(speculation(service.service().getSpec()))
        .setOffline(offline(service.service().getSpec()))
        .setModel(names.of(service))
        .setCreatedSeconds(
            Instant.parse(service.service().getMetadata().getCreationTimestamp()).getEpochSecond())
        .build();
  }

  private RouteWorker worker(Workers.Worker worker) {
    ObservedNode node = worker.node();
    ObservedRole role = worker.role();
    return RouteWorker.newBuilder()
        .setNode(node.id())
        .setSite(node.site())
        .setAddress(node.record().getAddress())
        .setSiteAddress(new SiteAddresses(source).of(node.site()))
        .setRole(worker.assigned().getRole())
        .setNumericsClass(role.getNumericsClass())
        .setPrecision(role.getPrecision())
        .setProfile(role.getProfile())
        .setDraining(worker.draining())
        .setTransport(transport(node.site()))
        .setSplit(Chains.isSplit(worker.assigned().getChain()))
        .build();
  }

  private Transport transport(String site) {
    return source
        .find(Site.class, null, site)
        .filter(found -> found.getSpec().onlyKafka())
        .map(found -> Transport.TRANSPORT_KAFKA)
        .orElse(Transport.TRANSPORT_GRPC);
  }

  private static SpeculationPolicy speculation(ServiceSpec spec) {
    Optional<Speculation> given = Optional.ofNullable(spec.speculation());
    boolean capacity =
        given
            .map(Speculation::goal)
            .filter(goal -> goal == dev.isthmus.crds.service.Goal.CAPACITY)
            .isPresent();
    return SpeculationPolicy.newBuilder()
        .setGoal(capacity ? Goal.CAPACITY : Goal.LATENCY)
        .setMaxDraftTokens(
            spec.draft() == null
                ? 0
                : given
                    .map(Speculation::maxDraftTokens)
                    .orElse(Speculation.DEFAULT_MAX_DRAFT_TOKENS))
        .setPromptLookup(spec.draft() != null && spec.draft().looksUpPrompts())
        .setAcceptancePrior(ACCEPTANCE_PRIOR)
        .build();
  }

  private static OfflinePolicy offline(ServiceSpec spec) {
    Offline offline = Objects.requireNonNullElse(spec.offline(), new Offline(null, null));
    return OfflinePolicy.newBuilder()
        .setMode(
            switch (offline.modeOrDefault()) {
              case REJECT -> OfflineMode.REJECT;
              case EDGE_ONLY -> OfflineMode.EDGE_ONLY;
              case QUEUE -> OfflineMode.QUEUE;
            })
        .setAfterMillis(offline.patience().toMillis())
        .build();
  }

  private static String text(String value) {
    return Objects.requireNonNullElse(value, "");
  }
}
