package dev.isthmus.engine.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Rope;
import dev.isthmus.engine.source.BlockType;
import dev.isthmus.engine.source.ModelConfig;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.TemplateSource;
import dev.isthmus.engine.source.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A float32 safetensors fixture read whole. */
final class FixtureModel implements ModelSource {
  static final ObjectMapper JSON = new ObjectMapper();
  final String name;
  final Path dir;
  final Map<String, Tensor> tensors = new HashMap<>();
  final JsonNode config;

  FixtureModel(String name) throws IOException {
    this.name = name;
    this.dir = Path.of("src/test/resources/fixtures").resolve(name);
    this.config = JSON.readTree(dir.resolve("config.json").toFile());
    ByteBuffer all =
        ByteBuffer.wrap(Files.readAllBytes(dir.resolve("model.safetensors")))
            .order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) all.getLong(0);
    byte[] text = new byte[header];
    all.get(8, text);
    JSON.readTree(text)
        .properties()
        .forEach(
            e -> {
              if (!e.getKey().startsWith("__")) {
                tensors.put(e.getKey(), tensor(e.getKey(), e.getValue(), all, 8 + header));
              }
            });
  }

  Architecture architecture() {
    JsonNode c = config;
    int layers = c.get("num_hidden_layers").asInt();
    int hidden = c.get("hidden_size").asInt();
    int heads = c.get("num_attention_heads").asInt();
    String type = c.get("model_type").asText();
    double theta =
        c.has("rope_theta")
            ? c.get("rope_theta").asDouble()
            : c.get("rope_parameters").get("rope_theta").asDouble();
    int window = type.equals("mistral") ? c.get("sliding_window").asInt() : 0;
    return new Architecture(
        type,
        layers,
        hidden,
        c.get("intermediate_size").asInt(),
        heads,
        c.get("num_key_value_heads").asInt(),
        c.has("head_dim") ? c.get("head_dim").asInt() : hidden / heads,
        c.get("vocab_size").asInt(),
        c.get("max_position_embeddings").asInt(),
        c.get("rms_norm_eps").asDouble(),
        new Rope.Default(theta),
        IntStream.range(0, layers).map(i -> window).toArray(),
        type.equals("qwen2"),
        false,
        false,
        type.equals("qwen3") ? Architecture.QkNorm.PER_HEAD : Architecture.QkNorm.NONE,
        c.get("tie_word_embeddings").asBoolean(),
        null);
  }

  static Tensor tensor(String name, JsonNode json, ByteBuffer all, int base) {
    long[] shape = JSON.convertValue(json.get("shape"), long[].class);
    int at = base + json.get("data_offsets").get(0).asInt();
    int width = shape.length > 1 ? (int) shape[1] : 1;
    return new Tensor() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public long[] shape() {
        return shape;
      }

      @Override
      public BlockType type() {
        return BlockType.F32;
      }

      @Override
      public void readFloats(long first, int count, FloatBuffer into) {
        for (int i = 0; i < count * width; i++) {
          into.put(all.getFloat(at + 4 * ((int) first * width + i)));
        }
      }

      @Override
      public ByteBuffer readBlocks(long first, int count) {
        throw new UnsupportedOperationException();
      }

      @Override
      public String location() {
        return name;
      }
    };
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ModelConfig config() {
    return new ModelConfig(config.get("model_type").asText(), config, "config.json");
  }

  @Override
  public Set<String> tensorNames() {
    return tensors.keySet();
  }

  @Override
  public Optional<Tensor> tensor(String tensor) {
    return Optional.ofNullable(tensors.get(tensor));
  }

  @Override
  public byte[] tokenizerJson() {
    try {
      return Files.readAllBytes(dir.resolve("tokenizer.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<TemplateSource> template() {
    return Optional.empty();
  }

  @Override
  public int[] stopIds() {
    return new int[0];
  }

  @Override
  public String digest() {
    return "sha256:" + name;
  }

  @Override
  public Set<Path> files() {
    return Set.of();
  }

  @Override
  public int[] headIds() {
    return null;
  }

  @Override
  public void close() {}
}
