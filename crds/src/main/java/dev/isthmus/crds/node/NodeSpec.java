package dev.isthmus.crds.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/** What a person says about a node. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodeSpec(
    @Default("false")
        @JsonPropertyDescription(
            "True: nothing new is placed here. What runs is placed elsewhere and leaves once no session is open; what has"
                + " no other place goes on.")
        Boolean cordoned) {

  /** Whether nothing new may be placed here. */
  public boolean isCordoned() {
    return Boolean.TRUE.equals(cordoned);
  }
}
