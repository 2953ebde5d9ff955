package dev.isthmus.cli.status;

import dev.isthmus.cli.status.FleetStatus.Node;
import dev.isthmus.cli.status.FleetStatus.Service;
import dev.isthmus.cli.status.FleetStatus.SiteLine;
import dev.isthmus.cli.terminal.Colour;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.cli.terminal.Table;
import dev.isthmus.crds.condition.Condition;
import dev.isthmus.crds.node.MeasuredStep;
import dev.isthmus.crds.node.NodeRole;
import dev.isthmus.crds.service.ModeInForce;
import dev.isthmus.crds.site.SiteLink;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A fleet's status on a screen. */
final class StatusPage {

  private static final double MEGABYTE = 1e6;

  private final Screen screen;
  private final boolean wide;

  StatusPage(Screen screen, boolean wide) {
    this.screen = screen;
    this.wide = wide;
  }

  void show(FleetStatus fleet) {
    if (fleet.cluster() == null) {
      screen.line("running   pid " + fleet.supervisor() + ", " + fleet.manifest());
      screen.line("API       " + fleet.endpoint() + "/v1");
      screen.line("link      " + fleet.wan() + ", broker at " + fleet.broker());
    } else {
      screen.line("cluster   " + fleet.cluster());
    }
    fleet.refused().forEach(refusal -> screen.line(screen.paint(Colour.BAD, refusal)));
    for (Service service : fleet.services()) {
      service(service);
      Layers.of(service.name(), fleet.nodes()).forEach(line -> screen.line("  " + line));
    }
    screen.line("");
    sites(fleet.sites()).lines().forEach(screen::line);
    screen.line("");
    nodes(fleet.nodes()).lines().forEach(screen::line);
    if (wide && fleet.cluster() == null) {
      screen.line("");
      Table processes = new Table("PROCESS", "PID");
      fleet.processes().forEach(processes::row);
      processes.lines().forEach(screen::line);
    }
  }

  private void service(Service service) {
    screen.line("");
    screen.line(
        screen.paint(Colour.BOLD, service.name())
            + "  "
            + screen.paint(
                service.ready() ? Colour.GOOD : Colour.BAD, service.ready() ? "Ready" : "not Ready")
            + "  model "
            + service.model()
            + (service.plan() == null ? "" : ", plan " + service.plan()));
    Table conditions = new Table("  CONDITION", "STATUS", "REASON", "MESSAGE");
    for (Condition condition : service.conditions()) {
      conditions.row(
          "  " + condition.type(),
          condition.status().name().charAt(0)
              + condition.status().name().substring(1).toLowerCase(Locale.ROOT),
          condition.reason(),
          condition.message());
    }
    conditions.lines().forEach(screen::line);
    for (ModeInForce mode : service.modes()) {
      screen.line(
          "  requests at %s: %s%s%s"
              .formatted(
                  mode.site(),
                  mode.mode(),
                  mode.reason() == null ? "" : " (" + mode.reason() + ")",
                  mode.acceptanceRate() == null
                      ? ""
                      : String.format(
                          Locale.ROOT, ", acceptance about %.2f", mode.acceptanceRate())));
    }
  }

  private static Table sites(List<SiteLine> sites) {
    Table table = new Table("SITE", "TIER", "PHASE", "NODES", "ROUTERS", "MEASURED ROUND TRIP");
    for (SiteLine site : sites) {
      table.row(
          site.name(),
          site.tier(),
          site.phase(),
          site.nodes(),
          site.routers(),
          site.links().stream().map(StatusPage::link).collect(Collectors.joining(", ")));
    }
    return table;
  }

  private static String link(SiteLink link) {
    String bandwidth =
        link.bytesPerSecond() == null || link.bytesPerSecond() <= 0
            ? ""
            : String.format(Locale.ROOT, " %.1f Mbit/s", link.bytesPerSecond() * 8 / MEGABYTE);
    return String.format(
        Locale.ROOT,
        "%s %.1f ms%s",
        link.site(),
        link.rttMillis() == null ? 0 : link.rttMillis(),
        bandwidth);
  }

  private Table nodes(List<Node> nodes) {
    Table table =
        wide
            ? new Table(
                "NODE",
                "SITE",
                "READY",
                "RUNS",
                "STATE",
                "PRECISION",
                "MEMORY",
                "STEP",
                "AGREEMENT",
                "CLASS",
                "ADDRESS")
            : new Table("NODE", "SITE", "READY", "RUNS", "STATE", "PRECISION", "MEMORY", "STEP");
    for (Node node : nodes) {
      if (node.roles().isEmpty()) {
        row(table, node, null);
      }
      node.roles().forEach(role -> row(table, node, role));
    }
    return table;
  }

  private void row(Table table, Node node, NodeRole role) {
    Object runs =
        role == null || role.role() == null
            ? null
            : lower(role.role())
                + Layers.range(role)
                + (role.service() == null ? "" : " of " + role.service());
    Object[] narrow = {
      node.name(),
      node.site(),
      node.ready() ? "yes" : node.reason(),
      runs,
      role == null ? null : state(role),
      role == null || role.precision() == null ? null : lower(role.precision()),
      role == null || role.memoryBytes() == null
          ? null
          : String.format(Locale.ROOT, "%.0f MB", role.memoryBytes() / MEGABYTE),
      role == null ? null : step(role)
    };
    if (!wide) {
      table.row(narrow);
      return;
    }
    Object[] all = java.util.Arrays.copyOf(narrow, narrow.length + 3);
    all[narrow.length] =
        role == null || role.agreement() == null || role.agreement() == 0
            ? null
            : String.format(Locale.ROOT, "%.3f", role.agreement());
    all[narrow.length + 1] = role == null ? null : role.numericsClass();
    all[narrow.length + 2] = node.address();
    table.row(all);
  }

  private static String state(NodeRole role) {
    String state = lower(role.state());
    return role.message() == null || role.message().isBlank()
        ? state
        : state + ": " + role.message();
  }

  /** Plain decoding: one row of one session; of the node's own engine once it has served. */
  private static String step(NodeRole role) {
    List<MeasuredStep> steps = role.liveSteps().isEmpty() ? role.steps() : role.liveSteps();
    return steps.stream()
        .filter(step -> one(step.rows()) && one(step.sessions()))
        .map(MeasuredStep::millis)
        .findFirst()
        .map(millis -> String.format(Locale.ROOT, "%.1f ms", millis))
        .orElse(null);
  }

  private static boolean one(Integer number) {
    return number != null && number == 1;
  }

  private static String lower(Enum<?> value) {
    return value == null ? "" : value.name().toLowerCase(Locale.ROOT);
  }
}
