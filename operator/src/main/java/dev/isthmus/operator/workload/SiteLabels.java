package dev.isthmus.operator.workload;

import java.util.HashMap;
import java.util.Map;

/** Labels of a site's objects; network policies, budgets and monitors choose by them. */
final class SiteLabels {

  static final String COMPONENT = "app.kubernetes.io/name";
  static final String SITE = "isthmus.dev/site";
  static final String POOL = "isthmus.dev/pool";

  private SiteLabels() {}

  static Map<String, String> agent(String site, String pool) {
    Map<String, String> labels = of("isthmus-agent", site);
    labels.put(POOL, pool);
    return labels;
  }

  static Map<String, String> router(String site) {
    return of("isthmus-router", site);
  }

  private static Map<String, String> of(String component, String site) {
    Map<String, String> labels = new HashMap<>();
    labels.put(COMPONENT, component);
    labels.put("app.kubernetes.io/part-of", "isthmus");
    labels.put(SITE, site);
    return labels;
  }
}
