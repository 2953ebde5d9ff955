package dev.isthmus.crds.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.isthmus.crds.plan.LayerExperts;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What a node found when it opened the model's files. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ModelFacts(
    @JsonPropertyDescription("sha256:<hex> over the model's files.") String digest,
    @JsonPropertyDescription("llama, qwen2, qwen3, mistral, mixtral, qwen2_moe, qwen3_moe, olmoe.")
        String family,
    @JsonPropertyDescription("Number of layers.") Integer layers,
    @JsonPropertyDescription("Numbers in a hidden state.") Integer hiddenSize,
    @JsonPropertyDescription("Number of token ids.") Integer vocabulary,
    @JsonPropertyDescription(
            "Ids that the model's head scores; fewer than the vocabulary in some drafts.")
        Integer headSize,
    @JsonPropertyDescription("Most tokens of one session.") Integer context,
    @JsonPropertyDescription("Experts per layer, 0 in a dense model.") Integer experts,
    @JsonPropertyDescription("Number of weights.") Long parameters,
    @JsonPropertyDescription("Bytes that one token of a session costs.") Long kvBytesPerToken,
    @Size(max = 3) @JsonPropertyDescription("Weight bytes by precision.") List<PrecisionSize> sizes,
    @JsonPropertyDescription(
            "Two models with equal fingerprints mean the same text by the same ids.")
        String tokenizerFingerprint,
    @JsonPropertyDescription("sha256:<hex> of the tokenizer's file.") String tokenizerDigest,
    @JsonPropertyDescription("sha256:<hex> of the chat template.") String templateDigest,
    @Size(max = 64) @JsonPropertyDescription("Ids that end a generation.") List<Integer> stopIds,
    @JsonPropertyDescription("Experts that a token goes through, of those of a layer.")
        Integer activeExperts,
    @Size(max = 1024) @JsonPropertyDescription("Layers that have experts; the others are dense.")
        List<Integer> expertLayers,
    @Size(max = 3) @JsonPropertyDescription("Bytes of one expert of one layer, by precision.")
        List<PrecisionSize> expertSizes,
    @JsonPropertyDescription(
            "Of a model at a web server: nodes that hold a part of it fetch and check that part alone.")
        ModelChunks chunks,
    @Size(max = 1024)
        @JsonPropertyDescription(
            "Experts that get 4 bits a weight in Int4, by layer; see spec.quality.maxExpertError.")
        List<LayerExperts> narrowExperts) {

  public ModelFacts {
    expertLayers = expertLayers == null ? List.of() : List.copyOf(expertLayers);
    expertSizes = expertSizes == null ? List.of() : List.copyOf(expertSizes);
    sizes = sizes == null ? List.of() : List.copyOf(sizes);
    narrowExperts = narrowExperts == null ? List.of() : List.copyOf(narrowExperts);
    stopIds = stopIds == null ? List.of() : List.copyOf(stopIds);
  }
}
