package dev.isthmus.crds.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** What the parts of a model's files hash to. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelChunks(
    @JsonPropertyDescription("Bytes of every chunk but a file's last.") Long chunkBytes,
    @Size(max = 1024) @JsonPropertyDescription("In the order of their names.")
        List<FileChunks> files) {

  public ModelChunks {
    files = files == null ? List.of() : List.copyOf(files);
  }
}
