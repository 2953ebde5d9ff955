package dev.isthmus.operator.place;

import dev.isthmus.crds.site.Site;
import dev.isthmus.operator.source.ResourceSource;

/** At which address each site is reached from elsewhere. */
record SiteAddresses(ResourceSource source) {

  /** host:port, empty where the site has none. */
  String of(String site) {
    return source.find(Site.class, null, site).flatMap(source::address).orElse("");
  }
}
