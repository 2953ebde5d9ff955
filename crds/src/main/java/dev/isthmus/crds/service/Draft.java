package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where drafts come from. They change how fast an answer comes, never what it is. */
@ValidationRule(
    value = "has(self.model) || self.promptLookup",
    message = "a draft needs a model, promptLookup: true, or both")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Draft(
    @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")
        @JsonPropertyDescription(
            "A ModelPackage of the same namespace, with the served model's vocabulary; a drafter runs it at every site"
                + " that the selector names.")
        String model,
    @Default("false")
        @JsonPropertyDescription("Drafts are also looked up in the session's own text.")
        Boolean promptLookup,
    @Default("{\"tier\": \"Edge\"}")
        @JsonPropertyDescription("Where drafters run: one at each such site.")
        SiteSelector siteSelector) {

  /** Whether drafts are looked up in the session's own text. */
  public boolean looksUpPrompts() {
    return Boolean.TRUE.equals(promptLookup);
  }
}
