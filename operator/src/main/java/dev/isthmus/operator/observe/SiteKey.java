package dev.isthmus.operator.observe;

import java.util.Comparator;

/** A record's place: the site whose topic it lies in, and its key there (a node, or a service). */
public record SiteKey(String site, String key) implements Comparable<SiteKey> {

  private static final Comparator<SiteKey> ORDER =
      Comparator.comparing(SiteKey::site).thenComparing(SiteKey::key);

  @Override
  public int compareTo(SiteKey other) {
    return ORDER.compare(this, other);
  }
}
