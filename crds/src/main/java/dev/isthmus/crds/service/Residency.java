package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Which text a service handles, and so which sites may see it. */
public record Residency(
    @Required
        @Size(min = 1, max = 16)
        @JsonPropertyDescription(
            "Classes of the text that users send. Only sites whose spec.dataClasses name all of them take its requests, its"
                + " whole models, its drafters and the first and last stages; where none does, it is not served.")
        List<@Pattern("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$") String> classes) {

  public Residency {
    classes = classes == null ? List.of() : List.copyOf(classes);
  }
}
