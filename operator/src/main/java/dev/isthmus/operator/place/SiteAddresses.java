package dev.isthmus.operator.place;

import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.source.ResourceSource;
import java.util.Objects;

/** At which address each site is reached from elsewhere. */
record SiteAddresses(ResourceSource source) {

  /** host:port, empty where the site has none. */
  String of(String site) {
    return source
        .find(Site.class, null, site)
        .map(found -> Objects.requireNonNullElse(found.getSpec().address(), ""))
        .orElse("");
  }
}
