package dev.isthmus.local.simulate;

import com.google.protobuf.ByteString;
import dev.isthmus.protocol.v1.ExpertHome;
import dev.isthmus.protocol.v1.FileChunks;
import dev.isthmus.protocol.v1.Inspection;
import dev.isthmus.protocol.v1.LayerExperts;
import dev.isthmus.protocol.v1.ModelChunks;
import dev.isthmus.protocol.v1.ModelFacts;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.PrecisionBytes;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What simulated agents say of models: the demo model, its draft (a package whose name ends in
 * -draft) and a mixture of experts (-moe).
 */
final class SimulatedModels {

  static final String SMOLLM2 =
      "sha256:b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53";

  private static final int LAYERS = 30;

  /** In fp32; stages are taken to have none, so that they never seem larger than they are. */
  private static final long HEAD = 49152L * 576 * 4;

  private static final int MIXTURE_LAYERS = 4;
  private static final int EXPERTS = 8;
  private static final Map<Precision, Long> WHOLE =
      new EnumMap<>(
          Map.of(
              Precision.INT4,
              110_000_000L,
              Precision.INT8,
              170_000_000L,
              Precision.FP32,
              540_000_000L));
  private static final Map<Precision, Long> DRAFT =
      new EnumMap<>(
          Map.of(
              Precision.INT4,
              40_000_000L,
              Precision.INT8,
              60_000_000L,
              Precision.FP32,
              150_000_000L));
  private static final Map<Precision, Long> MIXTURE =
      new EnumMap<>(Map.of(Precision.INT4, 115_000_000L, Precision.FP32, 420_000_000L));
  private static final Map<Precision, Long> EXPERT =
      new EnumMap<>(Map.of(Precision.INT4, 2_600_000L, Precision.FP32, 10_000_000L));

  private SimulatedModels() {}

  static List<ModelFacts> facts(List<Inspection> inspections) {
    return inspections.stream().map(SimulatedModels::facts).toList();
  }

  private static ModelFacts facts(Inspection inspection) {
    return isMixture(inspection.getModel().getPackage()) ? mixture(inspection) : dense(inspection);
  }

  /** What a role takes beside its KV. */
  static long weightBytes(RoleAssignment role) {
    String model = role.getModel().getPackage();
    Map<Precision, Long> sizes = isMixture(model) ? MIXTURE : isDraft(model) ? DRAFT : WHOLE;
    long whole = sizes.getOrDefault(role.getPrecision(), 0L);
    if (role.getRole() == Role.ROLE_EXPERTS) {
      return experts(role) * EXPERT.get(role.getPrecision());
    }
    if (role.hasExperts()) {
      return whole - (long) MIXTURE_LAYERS * EXPERTS * EXPERT.get(role.getPrecision());
    }
    int layers = role.getLastLayer() - role.getFirstLayer();
    return layers == 0 ? whole : layers * (whole - HEAD) / LAYERS;
  }

  private static long experts(RoleAssignment home) {
    return home.getExperts().getHomesList().stream()
        .map(ExpertHome::getLayersList)
        .flatMap(List::stream)
        .flatMap(layer -> List.of(layer.getExperts().split(",")).stream())
        .mapToLong(SimulatedModels::count)
        .sum();
  }

  /** Of one expert, or of a range such as 3-5. */
  private static long count(String range) {
    String[] ends = range.split("-");
    return Long.parseLong(ends[ends.length - 1]) - Long.parseLong(ends[0]) + 1;
  }

  private static boolean isMixture(String model) {
    return model.endsWith("-moe");
  }

  private static boolean isDraft(String model) {
    return model.endsWith("-draft");
  }

  private static ModelFacts dense(Inspection inspection) {
    boolean draft = isDraft(inspection.getModel().getPackage());
    return about(inspection, draft ? DRAFT : WHOLE)
        .setDigest(digest(inspection.getModel().getPackage()))
        .setFamily("llama")
        .setLayers(draft ? 4 : LAYERS)
        .setHiddenSize(576)
        .setVocabulary(49152)
        .setContext(8192)
        .setParameters(135_000_000)
        .setKvBytesPerToken(draft ? 6144 : 46080)
        .setTokenizerFingerprint("fp-1")
        .setChunks(chunks(inspection.getModel().getUri()))
        .build();
  }

  /** The demo model's own, and one for all others; drafts have theirs. */
  private static String digest(String model) {
    if (model.endsWith("/smollm2")) {
      return SMOLLM2;
    }
    return "sha256:"
        + (isDraft(model) ? model.endsWith("/smollm2-draft") ? "d" : "f" : "c").repeat(64);
  }

  private static ModelFacts mixture(Inspection inspection) {
    ModelFacts.Builder facts = about(inspection, MIXTURE);
    if (inspection.getModel().getMaxExpertError() > 0) {
      facts.addNarrowExperts(LayerExperts.newBuilder().setLayer(1).setExperts("0-2,7"));
    }
    EXPERT.forEach((precision, bytes) -> facts.addExpertBytes(bytes(precision, bytes)));
    return facts
        .setDigest("sha256:" + "e".repeat(64))
        .setFamily("mixtral")
        .setLayers(MIXTURE_LAYERS)
        .setHiddenSize(64)
        .setVocabulary(259)
        .setContext(2048)
        .setParameters(105_000_000)
        .setKvBytesPerToken(1024)
        .setTokenizerFingerprint("fp-2")
        .setExperts(EXPERTS)
        .setActiveExperts(2)
        .addAllExpertLayers(List.of(0, 1, 2, 3))
        .build();
  }

  private static ModelFacts.Builder about(Inspection inspection, Map<Precision, Long> sizes) {
    ModelFacts.Builder facts =
        ModelFacts.newBuilder()
            .setPackage(inspection.getModel().getPackage())
            .setUri(inspection.getModel().getUri())
            .setTokenizerDigest("sha256:" + "a".repeat(64))
            .setTemplateDigest("sha256:" + "b".repeat(64))
            .addStopIds(2);
    sizes.forEach((precision, bytes) -> facts.addBytes(bytes(precision, bytes)));
    return facts;
  }

  /** As a real one does, which knows them of a model at a web server. */
  private static ModelChunks chunks(String uri) {
    ModelChunks.Builder chunks = ModelChunks.newBuilder();
    if (uri.startsWith("https:")) {
      chunks
          .setChunkBytes(1 << 20)
          .addFiles(
              FileChunks.newBuilder()
                  .setName(uri.substring(uri.lastIndexOf('/') + 1))
                  .setBytes((1 << 20) + 1)
                  .setDigests(ByteString.copyFrom(new byte[64])));
    }
    return chunks.build();
  }

  private static PrecisionBytes bytes(Precision precision, long bytes) {
    return PrecisionBytes.newBuilder().setPrecision(precision).setBytes(bytes).build();
  }
}
