package dev.isthmus.agent.assign;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.graph.StageTensors;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.text.ModelTokenizer;
import dev.isthmus.protocol.v1.ModelFacts;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.PrecisionBytes;
import java.util.Arrays;
import java.util.function.Predicate;

/** What an inspection reports of a model. */
final class FactSheet {

  private FactSheet() {}

  static ModelFacts of(ModelRef asked, OpenedModel model, ModelTexts texts) {
    ModelSource source = model.source();
    Architecture shape = model.architecture();
    long parameters = parameters(source, name -> true);
    ModelFacts.Builder facts =
        ModelFacts.newBuilder()
            .setPackage(asked.getPackage())
            .setUri(asked.getUri())
            .setRevision(asked.getRevision())
            .setDigest(source.digest())
            .setFamily(shape.family())
            .setLayers(shape.layers())
            .setHiddenSize(shape.hidden())
            .setVocabulary(shape.vocabulary())
            .setContext(shape.context())
            .setExperts(shape.experts() == null ? 0 : shape.experts().count())
            .setParameters(parameters)
            .setKvBytesPerToken(
                2L * shape.layers() * shape.kvHeads() * shape.headDim() * Float.BYTES)
            .setTokenizerFingerprint(fingerprint(source))
            .setTokenizerDigest(texts.tokenizer())
            .setTemplateDigest(texts.template())
            .setHeadSize(source.headIds() == null ? 0 : source.headIds().length);
    Arrays.stream(source.stopIds()).forEach(facts::addStopIds);
    for (Precision precision : Precision.values()) {
      facts.addBytes(
          PrecisionBytes.newBuilder()
              .setPrecision(Precisions.wire(precision))
              .setBytes((long) (parameters * bytesPerParameter(precision))));
    }
    return facts.build();
  }

  /** Bytes of a stage's weights once loaded, about. */
  static long weightBytes(OpenedModel model, Precision precision, StageRange range) {
    StageTensors stage = new StageTensors(model.architecture(), range);
    return (long) (parameters(model.source(), stage::needs) * bytesPerParameter(precision));
  }

  private static String fingerprint(ModelSource source) {
    try (ModelTokenizer tokenizer = ModelTokenizer.of(source.tokenizerJson())) {
      return tokenizer.fingerprint();
    }
  }

  /** Scales and norms included; int4 keeps a sum and two factors beside each block of 32. */
  private static double bytesPerParameter(Precision precision) {
    return switch (precision) {
      case FP32 -> 4;
      case INT8 -> 1.1;
      case INT4 -> 0.7;
    };
  }

  private static long parameters(ModelSource source, Predicate<String> wanted) {
    return source.tensorNames().stream()
        .filter(wanted)
        .mapToLong(
            name ->
                Arrays.stream(source.tensor(name).orElseThrow().shape()).reduce(1, (a, b) -> a * b))
        .sum();
  }
}
