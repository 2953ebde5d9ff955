package dev.isthmus.engine.source.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.engine.source.ConfigDialect;
import dev.isthmus.engine.source.Digest;
import dev.isthmus.engine.source.ExpertTensors;
import dev.isthmus.engine.source.FileTensor;
import dev.isthmus.engine.source.Json;
import dev.isthmus.engine.source.ModelConfig;
import dev.isthmus.engine.source.ModelFile;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.source.StopIds;
import dev.isthmus.engine.source.TemplateSource;
import dev.isthmus.engine.source.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A model in Hugging Face's layout: config.json, safetensors files, tokenizer.json and what stands
 * beside them.
 */
public final class HuggingFaceDirectory implements ModelSource {

  private final Path folder;
  private final ModelConfig config;
  private final List<SafetensorsFile> shards = new ArrayList<>();
  private Map<String, FileTensor> tensors = new LinkedHashMap<>();
  private final Digest digest;
  private final ModelFile.Opener files;

  private HuggingFaceDirectory(Path folder, Digest digest, ModelFile.Opener files) {
    this.folder = folder;
    this.digest = digest;
    this.files = files;
    this.config = ConfigDialect.read(folder.resolve("config.json"));
  }

  /**
   * @param files opens the safetensors files; all others are read whole
   */
  public static HuggingFaceDirectory open(Path folder, Digest digest, ModelFile.Opener files) {
    HuggingFaceDirectory opened = new HuggingFaceDirectory(folder, digest, files);
    try {
      opened.openShards();
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void openShards() {
    List<String> names = names();
    JsonNode index = Json.optionalFile(folder.resolve(WeightFiles.INDEX)).orElse(null);
    SortedSet<String> chosen = WeightFiles.of(names, index);
    chosen.forEach(name -> add(folder.resolve(name)));
    if (index != null) {
      index.path("weight_map").properties().forEach(entry -> checkIndexed(entry.getKey()));
    }
    if (shards.isEmpty()) {
      throw new ModelRefusedException(
          Reason.NOT_FOUND,
          folder + ": holds no .safetensors file; weights of other formats are not read.");
    }
    tensors = ExpertTensors.apart(tensors);
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new ModelRefusedException(Reason.NOT_FOUND, folder + ": cannot be listed.", e);
    }
  }

  private void checkIndexed(String tensor) {
    if (!tensors.containsKey(tensor)) {
      throw new ModelRefusedException(
          Reason.MISSING_TENSOR,
          WeightFiles.INDEX + ": tensor " + tensor + " is in none of the files that it names.");
    }
  }

  private void add(Path path) {
    SafetensorsFile shard = SafetensorsFile.open(files.open(path));
    shards.add(shard);
    shard
        .tensors()
        .forEach(
            (name, tensor) -> {
              FileTensor other = tensors.put(name, tensor);
              if (other != null) {
                throw new ModelRefusedException(
                    Reason.MALFORMED,
                    "tensor "
                        + name
                        + " is in two files: "
                        + other.location()
                        + " and "
                        + tensor.location());
              }
            });
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public ModelConfig config() {
    return config;
  }

  @Override
  public Set<String> tensorNames() {
    return tensors.keySet();
  }

  @Override
  public Optional<Tensor> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  @Override
  public byte[] tokenizerJson() {
    Path file = folder.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw new ModelRefusedException(
          Reason.TOKENIZER_MISSING,
          folder + ": has no tokenizer.json; save the model's fast tokenizer beside its weights.");
    }
    return ModelFile.readAll(file);
  }

  @Override
  public Optional<TemplateSource> template() {
    return DirectoryTemplate.read(folder);
  }

  @Override
  public int[] stopIds() {
    return StopIds.of(
        config.fields(), Json.optionalFile(folder.resolve("generation_config.json")).orElse(null));
  }

  @Override
  public String digest() {
    return digest.of(files());
  }

  @Override
  public Set<Path> files() {
    Set<Path> files = new TreeSet<>();
    shards.forEach(shard -> files.add(shard.path()));
    for (String name :
        List.of(
            "config.json",
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "chat_template.jinja")) {
      if (Files.isRegularFile(folder.resolve(name))) {
        files.add(folder.resolve(name));
      }
    }
    return files;
  }

  @Override
  public int[] headIds() {
    return null;
  }

  @Override
  public void close() {
    shards.forEach(SafetensorsFile::close);
  }
}
