package dev.isthmus.operator.place;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A service's id at the API: its name, or namespace/name where another namespace has one of that
 * name.
 */
record ModelNames(Map<String, Long> counts) {

  static ModelNames of(List<ServicePlan> services) {
    return new ModelNames(
        services.stream()
            .map(ModelNames::name)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
  }

  String of(ServicePlan service) {
    return counts.getOrDefault(name(service), 0L) > 1 ? service.key() : name(service);
  }

  private static String name(ServicePlan service) {
    return service.service().getMetadata().getName();
  }
}
