package dev.isthmus.cli.plan;

import dev.isthmus.cli.fetch.Models;
import dev.isthmus.crds.model.ModelFacts;
import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.model.PrecisionSize;
import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.measure.WeightSizes;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.text.ModelTokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** What an agent's inspection would find, for packages that no agent has looked at yet. */
record PackageFacts(Models models) {

  ModelFacts of(ModelPackage model) {
    String digest = Objects.requireNonNullElse(model.getSpec().source().digest(), "");
    try (ModelSource source = models.open(model.getSpec().source().uri(), digest)) {
      Architecture shape = Families.architecture(source);
      WeightSizes sizes = WeightSizes.of(source, shape);
      return new ModelFacts(
          source.digest(),
          shape.family(),
          shape.layers(),
          shape.hidden(),
          shape.vocabulary(),
          null,
          shape.context(),
          shape.experts() == null ? 0 : shape.experts().count(),
          sizes.all(),
          2L * shape.layers() * shape.kvHeads() * shape.headDim() * Float.BYTES,
          sizes(sizes::bytes),
          fingerprint(source),
          null,
          null,
          null,
          shape.experts() == null ? null : shape.experts().active(),
          shape.experts() == null ? null : List.copyOf(shape.experts().layers()),
          shape.experts() == null ? null : sizes(sizes::expertBytes),
          null,
          null);
    }
  }

  private static List<PrecisionSize> sizes(ToLongFunction<Precision> bytes) {
    return Arrays.stream(Precision.values())
        .map(
            precision ->
                new PrecisionSize(
                    dev.isthmus.crds.model.Precision.valueOf(precision.name()),
                    bytes.applyAsLong(precision)))
        .toList();
  }

  private static String fingerprint(ModelSource source) {
    try (ModelTokenizer tokenizer = ModelTokenizer.of(source.tokenizerJson())) {
      return tokenizer.fingerprint();
    }
  }
}
