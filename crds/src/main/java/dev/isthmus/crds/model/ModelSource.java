package dev.isthmus.crds.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Where a model's files come from. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelSource(
    @Required
        @Size(max = 1024)
        @Pattern("^(pypi|hf|https|file):.+$")
        @JsonPropertyDescription(
            "pypi:<package>==<version>/<file in the wheel>, hf:<owner>/<name>[@<revision>], https://..., or file:<path>,"
                + " a relative one against the agent's isthmus.home.")
        String uri,
    @Pattern("^sha256:[0-9a-f]{64}$")
        @Size(max = 71)
        @JsonPropertyDescription(
            "What the files must hash to. Absent: what the first inspection found is kept in the status and holds from"
                + " then on.")
        String digest) {}
