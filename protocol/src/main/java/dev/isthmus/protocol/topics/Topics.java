package dev.isthmus.protocol.topics;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of the Kafka topics. A site's topic is {@code <prefix><site>.<kind>}
 * ("isthmus.edge.nodes"), so that an ACL on the prefix {@code <prefix><site>.} confines an identity
 * to its site; a shared one is {@code <prefix><kind>} ("isthmus.sessions").
 *
 * @param prefix ends with a dot; letters, digits, dots, dashes and underscores, at most 100
 *     characters
 */
public record Topics(String prefix) {

  /** What is used where {@code isthmus.topic-prefix} is not set. */
  public static final String DEFAULT_PREFIX = "isthmus.";

  private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]{0,98}\\.");
  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /** A topic's name taken apart. */
  public record Name(String site, SiteTopic topic) {}

  /**
   * @throws IllegalArgumentException where the prefix is none
   */
  public Topics {
    Objects.requireNonNull(prefix, "prefix");
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "isthmus.topic-prefix is \""
              + prefix
              + "\"; it needs 1 to 99 letters, digits, dots, dashes or underscores and a dot at its end (isthmus.)");
    }
  }

  /** The topics of {@code isthmus.}. */
  public static Topics standard() {
    return new Topics(DEFAULT_PREFIX);
  }

  /**
   * A site's topic.
   *
   * @param site a DNS label
   * @throws IllegalArgumentException where the site's name is none
   */
  public String of(String site, SiteTopic topic) {
    if (!isSiteName(site)) {
      throw new IllegalArgumentException(
          "\""
              + site
              + "\" cannot be a site's name: it needs a DNS label (a-z, 0-9 and -, at most 63 characters)");
    }
    return prefix + site + '.' + topic.suffix();
  }

  /** A shared topic. */
  public String of(SharedTopic topic) {
    return prefix + topic.suffix();
  }

  /** See {@link SiteTopic#NODES}. */
  public String nodes(String site) {
    return of(site, SiteTopic.NODES);
  }

  /** See {@link SiteTopic#HEARTBEATS}. */
  public String heartbeats(String site) {
    return of(site, SiteTopic.HEARTBEATS);
  }

  /** See {@link SiteTopic#ASSIGNMENTS}. */
  public String assignments(String site) {
    return of(site, SiteTopic.ASSIGNMENTS);
  }

  /** See {@link SiteTopic#ROUTES}. */
  public String routes(String site) {
    return of(site, SiteTopic.ROUTES);
  }

  /** See {@link SiteTopic#ROUTERS}. */
  public String routers(String site) {
    return of(site, SiteTopic.ROUTERS);
  }

  /** See {@link SiteTopic#ROUNDS_IN}. */
  public String roundsIn(String site) {
    return of(site, SiteTopic.ROUNDS_IN);
  }

  /** See {@link SiteTopic#ROUNDS_OUT}. */
  public String roundsOut(String site) {
    return of(site, SiteTopic.ROUNDS_OUT);
  }

  /** See {@link SharedTopic#SESSIONS}. */
  public String sessions() {
    return of(SharedTopic.SESSIONS);
  }

  /**
   * Matches the names of one kind for every site; for subscriptions that must follow sites as they
   * come.
   */
  public Pattern everySite(SiteTopic topic) {
    return Pattern.compile(Pattern.quote(prefix) + DNS_LABEL.pattern() + "\\." + topic.suffix());
  }

  /** What a topic's name says, empty where it is not one of a site's topics under this prefix. */
  public Optional<Name> parse(String topicName) {
    if (!topicName.startsWith(prefix)) {
      return Optional.empty();
    }
    String rest = topicName.substring(prefix.length());
    int dot = rest.indexOf('.');
    if (dot < 0 || !isSiteName(rest.substring(0, dot))) {
      return Optional.empty();
    }
    String suffix = rest.substring(dot + 1);
    for (SiteTopic topic : SiteTopic.values()) {
      if (topic.suffix().equals(suffix)) {
        return Optional.of(new Name(rest.substring(0, dot), topic));
      }
    }
    return Optional.empty();
  }

  /** Whether a name may be a site's: a DNS label. */
  public static boolean isSiteName(String name) {
    return DNS_LABEL.matcher(name).matches();
  }
}
