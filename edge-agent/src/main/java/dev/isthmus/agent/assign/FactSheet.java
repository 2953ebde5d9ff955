package dev.isthmus.agent.assign;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Experts;
import dev.isthmus.engine.measure.WeightSizes;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.text.ModelTokenizer;
import dev.isthmus.protocol.v1.ModelFacts;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.PrecisionBytes;
import java.util.Arrays;

/** What an inspection reports of a model. */
final class FactSheet {

  private FactSheet() {}

  static ModelFacts of(ModelRef asked, OpenedModel model, ModelTexts texts) {
    ModelSource source = model.source();
    Architecture shape = model.architecture();
    WeightSizes sizes = WeightSizes.of(source, shape);
    ModelFacts.Builder facts =
        ModelFacts.newBuilder()
            .setPackage(asked.getPackage())
            .setUri(asked.getUri())
            .setRevision(asked.getRevision())
            .setDigest(model.original().digest())
            .setFamily(shape.family())
            .setLayers(shape.layers())
            .setHiddenSize(shape.hidden())
            .setVocabulary(shape.vocabulary())
            .setContext(shape.context())
            .setParameters(sizes.all())
            .setKvBytesPerToken(
                2L * shape.layers() * shape.kvHeads() * shape.headDim() * Float.BYTES)
            .setTokenizerFingerprint(fingerprint(source))
            .setTokenizerDigest(texts.tokenizer())
            .setTemplateDigest(texts.template())
            .setHeadSize(source.headIds() == null ? 0 : source.headIds().length);
    Arrays.stream(source.stopIds()).forEach(facts::addStopIds);
    for (Precision precision : Precision.values()) {
      facts.addBytes(bytes(precision, sizes.bytes(precision)));
    }
    if (shape.experts() != null) {
      experts(shape.experts(), sizes, facts);
    }
    return facts.build();
  }

  private static void experts(Experts experts, WeightSizes sizes, ModelFacts.Builder facts) {
    facts
        .setExperts(experts.count())
        .setActiveExperts(experts.active())
        .addAllExpertLayers(experts.layers());
    for (Precision precision : Precision.values()) {
      facts.addExpertBytes(bytes(precision, sizes.expertBytes(precision)));
    }
  }

  private static PrecisionBytes bytes(Precision precision, long bytes) {
    return PrecisionBytes.newBuilder()
        .setPrecision(Precisions.wire(precision))
        .setBytes(bytes)
        .build();
  }

  private static String fingerprint(ModelSource source) {
    try (ModelTokenizer tokenizer = ModelTokenizer.of(source.tokenizerJson())) {
      return tokenizer.fingerprint();
    }
  }
}
