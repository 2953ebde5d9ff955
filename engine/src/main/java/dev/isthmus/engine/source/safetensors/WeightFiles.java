package dev.isthmus.engine.source.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.nio.file.Path;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which safetensors files of a folder are the model, as transformers chooses them: some have the
 * same weights once more, as {@code consolidated.safetensors} of Mistral's.
 */
public final class WeightFiles {

  public static final String INDEX = "model.safetensors.index.json";

  private static final String WHOLE = "model.safetensors";
  private static final String ENDING = ".safetensors";

  private WeightFiles() {}

  /**
   * @param names of all files
   * @param index what {@link #INDEX} holds, null where there is none
   * @throws ModelRefusedException where the index names a file that does not lie beside it
   */
  public static SortedSet<String> of(Collection<String> names, JsonNode index) {
    SortedSet<String> chosen = new TreeSet<>();
    if (names.contains(WHOLE)) {
      chosen.add(WHOLE);
    } else if (index != null) {
      index.path("weight_map").forEach(name -> chosen.add(beside(name.asText())));
    } else {
      names.stream().filter(name -> name.endsWith(ENDING)).forEach(chosen::add);
    }
    return chosen;
  }

  private static String beside(String name) {
    if (!Path.of(name).equals(Path.of(name).getFileName())) {
      throw new ModelRefusedException(
          Reason.MALFORMED, INDEX + ": names the file " + name + ", which is not beside it.");
    }
    return name;
  }
}
