package dev.isthmus.crds.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.time.Duration;

/** What happens where no verifier can be reached. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Offline(
    @Default("Reject")
        @JsonPropertyDescription(
            "What a new request gets. Reject: an error. EdgeOnly: the site's draft model answers alone, labelled"
                + " edge-only (needs draft.model). Queue: it waits for as long as `after` says.")
        OfflineMode mode,
    @Default("30s")
        @Size(max = 8)
        @Pattern("^[1-9][0-9]{0,5}(ms|s|m)$")
        @JsonPropertyDescription(
            "How long a running stream waits for a verifier before it ends with an error that says so: a whole number"
                + " of ms, s or m (30s).")
        String after) {

  /** What holds where the resource says nothing. */
  public static final Duration DEFAULT_AFTER = Duration.ofSeconds(30);

  /** The mode, with its default where none is given. */
  public OfflineMode modeOrDefault() {
    return mode == null ? OfflineMode.REJECT : mode;
  }

  /** How long a running stream waits for a verifier. */
  public Duration patience() {
    if (after == null) {
      return DEFAULT_AFTER;
    }
    int unit = after.endsWith("ms") ? after.length() - 2 : after.length() - 1;
    long number = Long.parseLong(after.substring(0, unit));
    return switch (after.substring(unit)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      default -> Duration.ofMinutes(number);
    };
  }
}
