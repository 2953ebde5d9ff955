package dev.isthmus.cli.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.measure.WeightSizes;
import dev.isthmus.engine.narrow.NarrowedModel;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.text.ModelTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * What a model is.
 *
 * @param experts null for a dense model
 * @param tensorTypes how many tensors of each type the files hold
 * @param weightMegabytes about what it takes in memory, by precision
 * @param kvBytesPerToken of one session, in fp32
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelFactsPage(
    String name,
    String digest,
    String family,
    int layers,
    int hidden,
    int heads,
    int kvHeads,
    int headDim,
    int intermediate,
    int vocabulary,
    Integer headScores,
    int context,
    ExpertsPage experts,
    long parameters,
    Map<String, Integer> tensorTypes,
    int tokenizerVocabulary,
    String tokenizerFingerprint,
    boolean chatTemplate,
    List<Integer> stopIds,
    Map<String, Long> weightMegabytes,
    long kvBytesPerToken) {

  private static final long MEGABYTE = 1_000_000;

  /**
   * Reads it from a source; refuses what could not be served.
   *
   * @param narrow experts that get 4 bits a weight in int4
   */
  static ModelFactsPage of(ModelSource source, SortedSet<ExpertId> narrow) {
    Architecture shape = Families.architecture(source);
    Map<String, Integer> types = new TreeMap<>();
    for (String name : source.tensorNames()) {
      types.merge(source.tensor(name).orElseThrow().type().name(), 1, Integer::sum);
    }
    WeightSizes sizes = WeightSizes.of(NarrowedModel.of(source, narrow), shape);
    try (ModelTokenizer tokenizer = ModelTokenizer.of(source.tokenizerJson())) {
      return new ModelFactsPage(
          source.name(),
          source.digest(),
          shape.family(),
          shape.layers(),
          shape.hidden(),
          shape.heads(),
          shape.kvHeads(),
          shape.headDim(),
          shape.intermediate(),
          shape.vocabulary(),
          source.headIds() == null ? null : source.headIds().length,
          shape.context(),
          ExpertsPage.of(shape, sizes, narrow),
          sizes.all(),
          types,
          tokenizer.vocabulary(),
          tokenizer.fingerprint(),
          source.template().isPresent(),
          Arrays.stream(source.stopIds()).boxed().toList(),
          megabytes(sizes::bytes),
          2L * shape.layers() * shape.kvHeads() * shape.headDim() * Float.BYTES);
    }
  }

  /** For a person. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("model       " + name);
    lines.add("digest      " + digest);
    lines.add(
        String.format(
            Locale.ROOT,
            "family      %s, %.0f M parameters%s",
            family,
            parameters / 1e6,
            headScores == null ? "" : ", its head scores " + headScores + " ids"));
    lines.add(
        "shape       %d layers, hidden %d, %d heads (%d for k and v) of %d, feed-forward %d"
            .formatted(layers, hidden, heads, kvHeads, headDim, intermediate));
    if (experts != null) {
      lines.addAll(experts.lines());
    }
    lines.add("context     %d tokens, vocabulary %d".formatted(context, vocabulary));
    lines.add("tensors     " + tensorTypes);
    lines.add(
        "tokenizer   %d ids, %s, stop ids %s, %s"
            .formatted(
                tokenizerVocabulary,
                tokenizerFingerprint,
                stopIds,
                chatTemplate ? "chat template" : "no chat template"));
    lines.add("memory      about " + listed(weightMegabytes));
    if (experts != null) {
      lines.add("            " + listed(experts.weightMegabytesWithout()) + " without its experts");
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "            and %.1f kB of KV for each token of a session",
            kvBytesPerToken / 1e3));
    return lines;
  }

  static Map<String, Long> megabytes(ToLongFunction<Precision> bytes) {
    Map<String, Long> megabytes = new LinkedHashMap<>();
    for (Precision precision : Precision.values()) {
      String name = precision.name().toLowerCase(Locale.ROOT);
      megabytes.put(name, bytes.applyAsLong(precision) / MEGABYTE);
    }
    return megabytes;
  }

  static String listed(Map<String, Long> megabytes) {
    return megabytes.entrySet().stream()
        .map(size -> size.getValue() + " MB in " + size.getKey())
        .collect(Collectors.joining(", "));
  }
}
