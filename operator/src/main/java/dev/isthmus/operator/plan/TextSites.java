package dev.isthmus.operator.plan;

import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.source.ResourceReader;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Sites that may see a service's text. */
public final class TextSites {

  private TextSites() {}

  /** Whether only some sites may. */
  static boolean areLimited(CollaborativeInferenceService service) {
    return !classes(service).isEmpty();
  }

  /** Whether this one may. Over Kafka token ids would lie on a broker, which has no classes. */
  public static boolean mayRead(Site site, CollaborativeInferenceService service) {
    return !areLimited(service)
        || !site.getSpec().onlyKafka()
            && site.getSpec().dataClasses().containsAll(classes(service));
  }

  /** Names of those that may, where only some may; empty also where none may. */
  static Set<String> of(CollaborativeInferenceService service, ResourceReader source) {
    return areLimited(service)
        ? source.list(Site.class).stream()
            .filter(site -> mayRead(site, service))
            .map(site -> site.getMetadata().getName())
            .collect(Collectors.toSet())
        : Set.of();
  }

  /** Why there is none. */
  static String nowhere(CollaborativeInferenceService service) {
    return "no site of transport Grpc has spec.dataClasses that name "
        + String.join(" and ", classes(service))
        + ", which spec.residency.classes asks for";
  }

  private static List<String> classes(CollaborativeInferenceService service) {
    return service.getSpec().residency() == null
        ? List.of()
        : service.getSpec().residency().classes();
  }
}
