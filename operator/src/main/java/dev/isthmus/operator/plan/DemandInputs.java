package dev.isthmus.operator.plan;

import dev.isthmus.crds.model.ModelFacts;
import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.model.PrecisionSize;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.service.ExpertsSpec;
import dev.isthmus.crds.service.Goal;
import dev.isthmus.crds.service.HiddenStates;
import dev.isthmus.crds.service.SiteSelector;
import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.source.ResourceReader;
import dev.isthmus.planner.experts.ExpertLoad;
import dev.isthmus.planner.experts.ExpertPolicy;
import dev.isthmus.planner.layers.Objective;
import dev.isthmus.planner.place.Demand;
import dev.isthmus.planner.place.ExpertNeeds;
import dev.isthmus.planner.place.ExpertsWanted;
import dev.isthmus.planner.place.Layers;
import dev.isthmus.planner.place.ModelNeeds;
import dev.isthmus.planner.place.Placing;
import dev.isthmus.planner.place.Precision;
import dev.isthmus.planner.place.StageSpan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A service as the planner takes it. */
public final class DemandInputs {

  /** Sessions that a role's KV is meant for, where memory allows. */
  private static final int WANTED_SESSIONS = 8;

  /** Tokens of such a session, or the model's whole context where that is shorter. */
  private static final int WANTED_TOKENS = 2048;

  /** Below the KV of one short session a role is not worth placing. */
  private static final int LEAST_TOKENS = 512;

  private DemandInputs() {}

  /**
   * @param textSites the only sites that may see its text; empty: all may
   */
  static Demand demand(
      CollaborativeInferenceService service,
      Placing target,
      Optional<Placing> draft,
      Set<String> textSites,
      Optional<ExpertLoad> load) {
    int replicas =
        service.getSpec().target() == null ? 1 : service.getSpec().target().replicaCount();
    return new Demand(
        Words.key(service),
        service.getMetadata().getUid(),
        target,
        replicas,
        service.getSpec().layers().stages().stream()
            .map(stage -> new StageSpan(stage.node(), stage.firstLayer(), stage.lastLayer()))
            .toList(),
        draft,
        service.getSpec().speculation() != null
                && service.getSpec().speculation().goal() == Goal.CAPACITY
            ? Objective.THROUGHPUT
            : Objective.LATENCY,
        textSites,
        Optional.ofNullable(service.getSpec().experts())
            .map(wanted -> new ExpertsWanted(policy(wanted), load)));
  }

  private static ExpertPolicy policy(ExpertsSpec wanted) {
    ExpertPolicy standard = ExpertPolicy.STANDARD;
    return new ExpertPolicy(
        wanted.least(),
        wanted.hot(),
        standard.hotFactor(),
        standard.spareHomes(),
        standard.acrossSites(),
        standard.moveGain());
  }

  /**
   * @param sites that the selector left, at least one
   */
  static Placing placing(
      ModelPackage model,
      Optional<dev.isthmus.crds.model.Precision> precision,
      Set<String> sites,
      HiddenStates states) {
    ModelFacts facts = model.getStatus().facts();
    int context = Math.max(1, facts.context());
    long least = Math.min(context, LEAST_TOKENS);
    long wanted = (long) WANTED_SESSIONS * Math.min(context, WANTED_TOKENS);
    return new Placing(
        needs(model, facts, states), precision.map(Words::precision), sites, least, wanted);
  }

  private static ModelNeeds needs(ModelPackage model, ModelFacts facts, HiddenStates states) {
    return new ModelNeeds(
        model.getMetadata().getName(),
        facts.digest(),
        bytes(model, facts.sizes()),
        facts.kvBytesPerToken(),
        // written by an agent that reported none: unequal to every other, equal to its like
        Objects.requireNonNullElse(facts.tokenizerFingerprint(), ""),
        layers(facts, states),
        experts(model, facts));
  }

  private static Optional<ExpertNeeds> experts(ModelPackage model, ModelFacts facts) {
    return facts.expertLayers().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ExpertNeeds(
                facts.expertLayers(),
                facts.experts(),
                facts.activeExperts(),
                bytes(model, facts.expertSizes())));
  }

  /** In the package's order of preference. */
  private static Map<Precision, Long> bytes(ModelPackage model, List<PrecisionSize> sizes) {
    Map<Precision, Long> bytes = new LinkedHashMap<>();
    for (dev.isthmus.crds.model.Precision precision : model.getSpec().precisions()) {
      sizes.stream()
          .filter(size -> size.precision() == precision)
          .map(PrecisionSize::bytes)
          .forEach(size -> bytes.put(Words.precision(precision), size));
    }
    return bytes;
  }

  /** Share of a model's weights that its token embedding is, 0 to 1. */
  static double embeddingShare(ModelFacts facts) {
    double embedding = (double) facts.vocabulary() * facts.hiddenSize();
    return Math.min(1, embedding / facts.parameters());
  }

  private static Layers layers(ModelFacts facts, HiddenStates states) {
    return new Layers(
        Math.max(1, facts.layers()),
        embeddingShare(facts),
        switch (states) {
          case FP32 -> 4L * facts.hiddenSize();
          case BF16 -> 2L * facts.hiddenSize();
          case INT8 -> facts.hiddenSize() + 4L;
        });
  }

  /**
   * Names of the sites to which all that the selector says applies, and which take services of this
   * one's namespace.
   */
  public static Set<String> sites(
      SiteSelector selector, CollaborativeInferenceService service, ResourceReader source) {
    return matching(selector, source)
        .filter(site -> site.getSpec().admits(service.getMetadata().getNamespace()))
        .map(site -> site.getMetadata().getName())
        .collect(Collectors.toSet());
  }

  /** Why there is none of these sites. */
  static String nowhere(
      String field,
      SiteSelector selector,
      CollaborativeInferenceService service,
      ResourceReader source) {
    String closed =
        matching(selector, source)
            .map(site -> site.getMetadata().getName())
            .sorted()
            .collect(Collectors.joining(", "));
    return closed.isEmpty()
        ? "no site matches " + field + " (" + selector + ")"
        : "spec.allowedNamespaces of "
            + closed
            + " leaves out namespace "
            + service.getMetadata().getNamespace();
  }

  private static Stream<Site> matching(SiteSelector selector, ResourceReader source) {
    return source.list(Site.class).stream()
        .filter(site -> selector.tier() == null || site.getSpec().tier() == selector.tier())
        .filter(site -> carries(site, selector.matchLabels()));
  }

  private static boolean carries(Site site, Map<String, String> wanted) {
    Map<String, String> labels = site.getMetadata().getLabels();
    return wanted.isEmpty() || labels != null && labels.entrySet().containsAll(wanted.entrySet());
  }
}
