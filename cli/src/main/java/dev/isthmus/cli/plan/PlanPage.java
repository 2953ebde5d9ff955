package dev.isthmus.cli.plan;

import dev.isthmus.cli.plan.PlanReport.NodeLine;
import dev.isthmus.cli.plan.PlanReport.RoleLine;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.cli.terminal.Table;
import dev.isthmus.planner.place.Forecast;
import java.util.Locale;

/** A proposal for a person. */
final class PlanPage {

  private static final long MEGABYTE = 1_000_000;

  private final Screen screen;
  private final boolean diff;

  /**
   * @param diff only what changes, as + and - lines
   */
  PlanPage(Screen screen, boolean diff) {
    this.screen = screen;
    this.diff = diff;
  }

  void show(PlanReport report) {
    screen.line("service " + report.service() + ": " + headline(report));
    if (!report.isFeasible()) {
      return;
    }
    if (diff) {
      report.leaves().forEach(role -> screen.line("- " + sentence(role)));
      report.roles().stream()
          .filter(RoleLine::isNew)
          .forEach(role -> screen.line("+ " + sentence(role)));
    } else {
      roles(report);
    }
    screen.line("predicted  " + predicted(report.predicted()));
    report.shortfalls().forEach(s -> screen.line("short      " + s.reason() + ": " + s.message()));
    report.lost().forEach(lost -> screen.line("lost       " + lost));
  }

  private static String headline(PlanReport report) {
    return switch (report.verdict()) {
      case "Keep" -> "stays as planned in " + report.inForce();
      case "Place" ->
          report.inForce() == null ? "a first plan" : "another plan than " + report.inForce();
      default -> report.reason() + ": " + report.message();
    };
  }

  private void roles(PlanReport report) {
    Table table = new Table("ROLE", "NODE", "SITE", "PRECISION", "LAYERS", "WEIGHTS", "KV");
    report
        .roles()
        .forEach(
            role ->
                table.row(
                    role.role(),
                    role.node(),
                    role.site(),
                    role.precision(),
                    role.layers(),
                    megabytes(role.weightBytes()),
                    megabytes(role.kvBytes())));
    table.lines().forEach(screen::line);
    Table memory = new Table("NODE", "PLANNED", "MEMORY");
    for (NodeLine node : report.nodes()) {
      memory.row(node.node(), megabytes(node.planned()), megabytes(node.memory()));
    }
    memory.lines().forEach(screen::line);
  }

  private static String sentence(RoleLine role) {
    return "%s on %s (site %s): layers %s in %s, %s of weights, %s of KV"
        .formatted(
            role.role(),
            role.node(),
            role.site(),
            role.layers(),
            role.precision(),
            megabytes(role.weightBytes()),
            megabytes(role.kvBytes()));
  }

  private static String predicted(Forecast forecast) {
    return String.format(
        Locale.ROOT,
        "%.1f ms a token, %.0f ms to the first after %d tokens of prompt, %s to move%s",
        forecast.tokenMillis(),
        forecast.firstTokenMillis(),
        Forecast.PROMPT_TOKENS,
        megabytes(forecast.bytesToMove()),
        forecast.measured() ? "" : "; some nodes were never measured, typical speeds are assumed");
  }

  private static String megabytes(long bytes) {
    return (bytes + MEGABYTE - 1) / MEGABYTE + " MB";
  }
}
