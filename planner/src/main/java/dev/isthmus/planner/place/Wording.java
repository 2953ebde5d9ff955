package dev.isthmus.planner.place;

import dev.isthmus.planner.place.PlaceResult.Shortfall;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The sentences that say what is short, by how much. */
final class Wording {

  private Wording() {}

  static Shortfall noSite(Placing placing, Role role, Tier tier) {
    String which =
        placing.sites().isEmpty()
            ? "there is no " + tier.name().toLowerCase(Locale.ROOT) + " site"
            : "no site is named " + String.join(" or ", sorted(placing.sites()));
    return new Shortfall(
        Reason.NoMatchingSite, which + " for the " + role.word() + " " + placing.model().name());
  }

  /** No site that the selector left may see the service's text. */
  static Shortfall noText(Demand demand, List<Site> sites) {
    return new Shortfall(
        Reason.ResidencyForbids,
        names(sites)
            + " may not see the text of "
            + demand.service()
            + "; those that may: "
            + String.join(", ", sorted(demand.textSites())));
  }

  /** Hidden states never travel over Kafka. */
  static Shortfall noTransport(Placing placing, Set<String> kafkaOnly) {
    return new Shortfall(
        Reason.TransportUnsupported,
        "stages of "
            + placing.model().name()
            + " at site "
            + String.join(", ", sorted(kafkaOnly))
            + " cannot be joined with those of other sites: nothing but Kafka's records passes");
  }

  static Shortfall noNodes(Placing placing, List<Site> sites) {
    return new Shortfall(
        Reason.NoNodes,
        "no node at " + names(sites) + " takes new work for " + placing.model().name());
  }

  static Shortfall precision(Placing placing, Precision wanted) {
    String offered =
        placing.model().weightBytes().keySet().stream()
            .map(Precision::word)
            .collect(Collectors.joining(", "));
    return new Shortfall(
        Reason.PrecisionNotOffered,
        placing.model().name()
            + " is not offered in "
            + wanted.word()
            + "; its package allows "
            + (offered.isEmpty() ? "none" : offered));
  }

  /** "smollm2 in int8 needs 412 MB at site cloud; the largest node has 300 MB free". */
  static Shortfall memory(Placing placing, Precision precision, List<Site> sites, long free) {
    return new Shortfall(
        Reason.InsufficientMemory,
        placing.model().name()
            + " in "
            + precision.word()
            + " needs "
            + needed(placing, precision)
            + " at "
            + names(sites)
            + "; the largest node has "
            + Math.max(0, free) / 1_000_000
            + " MB free");
  }

  static Shortfall replicas(
      Placing placing, Precision precision, List<Site> sites, int wanted, int placed) {
    return new Shortfall(
        Reason.InsufficientNodes,
        wanted
            + " verifiers wanted, "
            + placed
            + " placed: "
            + names(sites)
            + " has no further node with "
            + needed(placing, precision)
            + " free for "
            + placing.model().name()
            + " in "
            + precision.word());
  }

  // What is needed is rounded up and what is free down, so that no sentence contradicts itself.
  private static String needed(Placing placing, Precision precision) {
    return (placing.model().bytes(precision, placing.kvLeastTokens()) + 999_999) / 1_000_000
        + " MB";
  }

  private static String names(List<Site> sites) {
    return (sites.size() == 1 ? "site " : "sites ")
        + sites.stream().map(Site::id).collect(Collectors.joining(", "));
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }
}
