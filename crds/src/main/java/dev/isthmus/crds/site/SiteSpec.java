package dev.isthmus.crds.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What a person says about a site. */
@ValidationRule(
    value = "!has(self.transport) || self.transport != 'Kafka' || !has(self.address)",
    message =
        "a site of transport Kafka is not dialled: leave address out, or choose transport Grpc")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SiteSpec(
    @Required @JsonPropertyDescription("Cloud: close to capacity. Edge: close to users.") Tier tier,
    @Size(max = 260)
        @Pattern(
            "^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}"
                + "|655[0-2][0-9]|6553[0-5])$")
        @JsonPropertyDescription(
            "host:port (1 to 65535) at which other sites reach this one; its router relays streams to the site's nodes. A site"
                + " without one cannot be reached from elsewhere.")
        String address,
    @Default("Grpc")
        @JsonPropertyDescription(
            "Grpc: other sites and this one dial one another. Kafka: nothing passes but the broker, so sessions travel on"
                + " the topics rounds-in and rounds-out; slower, and measured. Stages and experts of other sites cannot be"
                + " joined over it.")
        Transport transport,
    @Default("false")
        @JsonPropertyDescription(
            "True: nothing new is placed here. What runs is placed elsewhere and leaves once no session is open; what has"
                + " no other place goes on.")
        Boolean cordoned,
    @Size(max = 256)
        @JsonPropertyDescription(
            "Namespaces whose services may be placed here. Absent: every namespace's.")
        List<String> allowedNamespaces,
    @Size(max = 64)
        @JsonPropertyDescription(
            "Classes of text that may be seen here. A service that names classes in spec.residency is served only at sites"
                + " that name all of them.")
        List<@Pattern("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$") String> dataClasses,
    @Size(max = 16)
        @JsonPropertyDescription("Nodes that Isthmus starts by itself, in groups of equal ones.")
        List<Pool> pools,
    @Default("{}") @JsonPropertyDescription("The site's router, which speaks the OpenAI API.")
        RouterSpec router) {

  public SiteSpec {
    allowedNamespaces = allowedNamespaces == null ? List.of() : List.copyOf(allowedNamespaces);
    dataClasses = dataClasses == null ? List.of() : List.copyOf(dataClasses);
    pools = pools == null ? List.of() : List.copyOf(pools);
  }

  /** Whether nothing passes between this site and others but Kafka's records. */
  public boolean onlyKafka() {
    return transport == Transport.KAFKA;
  }

  /** Whether services of this namespace may be placed here. */
  public boolean admits(String namespace) {
    return allowedNamespaces.isEmpty() || allowedNamespaces.contains(namespace);
  }

  /** Whether nothing new may be placed here. */
  public boolean isCordoned() {
    return Boolean.TRUE.equals(cordoned);
  }
}
