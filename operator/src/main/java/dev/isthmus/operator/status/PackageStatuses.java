package dev.isthmus.operator.status;

import dev.isthmus.crds.condition.ConditionStatus;
import dev.isthmus.crds.model.ModelFacts;
import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.model.ModelPackageStatus;
import dev.isthmus.crds.model.Precision;
import dev.isthmus.crds.model.PrecisionSize;
import dev.isthmus.crds.plan.LayerExperts;
import dev.isthmus.operator.observe.Observed;
import dev.isthmus.operator.observe.ObservedNode;
import dev.isthmus.operator.plan.Chunks;
import dev.isthmus.operator.plan.ModelFactsState;
import dev.isthmus.operator.plan.Words;
import dev.isthmus.protocol.experts.ExpertRanges;
import dev.isthmus.protocol.v1.PrecisionBytes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A package's status: the facts that a node found, or why there are none. */
public final class PackageStatuses {

  private static final String READY = "Ready";

  private final Clock clock;

  private record Found(String node, dev.isthmus.protocol.v1.ModelFacts facts) {
    boolean isRefused() {
      return !facts.getFailureReason().isEmpty();
    }
  }

  public PackageStatuses(Clock clock) {
    this.clock = clock;
  }

  /** The status that follows from what nodes report. */
  public ModelPackageStatus next(ModelPackage model, Observed seen) {
    Optional<ModelFacts> known = ModelFactsState.of(model).facts();
    if (known.isPresent()) {
      return status(
          model, known.get(), ConditionStatus.TRUE, Reason.Inspected, sentence(known.get()));
    }
    List<Found> found = found(model, seen);
    Optional<Found> good = found.stream().filter(candidate -> !candidate.isRefused()).findFirst();
    if (good.isPresent()) {
      return good(model, good.get());
    }
    if (!found.isEmpty()) {
      Found refused = found.get(0);
      return status(
          model,
          null,
          ConditionStatus.FALSE,
          Reason.ModelRefused,
          refused.facts().getFailureReason()
              + " at "
              + refused.node()
              + ": "
              + refused.facts().getFailureMessage());
    }
    boolean anyone = seen.nodes().values().stream().anyMatch(ObservedNode::serves);
    return status(
        model,
        null,
        ConditionStatus.FALSE,
        anyone ? Reason.Inspecting : Reason.NoNodeToInspect,
        anyone
            ? "a node is opening " + model.getSpec().source().uri()
            : "no node is there to open it");
  }

  private ModelPackageStatus good(ModelPackage model, Found found) {
    ModelFacts facts = facts(found.facts());
    String pinned = model.getSpec().source().digest();
    if (pinned != null && !pinned.equals(facts.digest())) {
      return status(
          model,
          null,
          ConditionStatus.FALSE,
          Reason.ModelRefused,
          model.getSpec().source().uri()
              + " hashes to "
              + facts.digest()
              + "; spec.source.digest asks for "
              + pinned);
    }
    return status(model, facts, ConditionStatus.TRUE, Reason.Inspected, sentence(facts));
  }

  private ModelPackageStatus status(
      ModelPackage model, ModelFacts facts, ConditionStatus value, Reason reason, String message) {
    Long generation = model.getMetadata().getGeneration();
    Conditions conditions =
        new Conditions(
            model.getStatus() == null ? List.of() : model.getStatus().conditions(),
            generation,
            clock);
    conditions.set(READY, value, reason, message);
    return new ModelPackageStatus(
        generation,
        facts == null ? null : model.getSpec().source().uri(),
        facts,
        conditions.list());
  }

  private static List<Found> found(ModelPackage model, Observed seen) {
    List<Found> found = new ArrayList<>();
    for (ObservedNode node : seen.nodes().values()) {
      node.record().getModelsList().stream()
          .filter(facts -> facts.getPackage().equals(Words.key(model)))
          .filter(facts -> facts.getUri().equals(model.getSpec().source().uri()))
          .forEach(facts -> found.add(new Found(node.id(), facts)));
    }
    return found;
  }

  private static String sentence(ModelFacts facts) {
    return facts.family()
        + ", "
        + facts.layers()
        + " layers, "
        + facts.parameters() / 1_000_000
        + " M parameters"
        + narrow(facts);
  }

  private static String narrow(ModelFacts facts) {
    int count =
        facts.narrowExperts().stream()
            .mapToInt(layer -> ExpertRanges.parse(layer.experts()).size())
            .sum();
    return count == 0
        ? ""
        : ", %d of %d experts in 4 bits"
            .formatted(count, facts.expertLayers().size() * facts.experts());
  }

  private static ModelFacts facts(dev.isthmus.protocol.v1.ModelFacts facts) {
    return new ModelFacts(
        facts.getDigest(),
        facts.getFamily(),
        facts.getLayers(),
        facts.getHiddenSize(),
        facts.getVocabulary(),
        facts.getHeadSize(),
        facts.getContext(),
        facts.getExperts(),
        facts.getParameters(),
        facts.getKvBytesPerToken(),
        sizes(facts.getBytesList()),
        facts.getTokenizerFingerprint(),
        facts.getTokenizerDigest(),
        facts.getTemplateDigest(),
        facts.getStopIdsList(),
        facts.getActiveExperts() == 0 ? null : facts.getActiveExperts(),
        facts.getExpertLayersList(),
        sizes(facts.getExpertBytesList()),
        facts.getChunks().getFilesCount() == 0 ? null : Chunks.resource(facts.getChunks()),
        facts.getNarrowExpertsList().stream()
            .map(layer -> new LayerExperts(layer.getLayer(), layer.getExperts()))
            .toList());
  }

  private static List<PrecisionSize> sizes(List<PrecisionBytes> bytes) {
    List<PrecisionSize> sizes = new ArrayList<>();
    for (PrecisionBytes each : bytes) {
      Precision precision = Words.precision(each.getPrecision());
      if (precision != null && each.getBytes() > 0) {
        sizes.add(new PrecisionSize(precision, each.getBytes()));
      }
    }
    return sizes;
  }
}
