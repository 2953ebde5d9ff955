package dev.isthmus.cli.doctor;

import dev.isthmus.cli.settings.Manifest;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.Colour;
import dev.isthmus.cli.terminal.Json;
import dev.isthmus.cli.terminal.OutputFormat;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.cli.up.Machine;
import dev.isthmus.local.process.Ports;
import dev.isthmus.local.stack.Instance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code isthmus doctor}. */
@Command(
    name = "doctor",
    description = {
      "Looks at machine, tools, build, models, ports, broker and services, and says a remedy for what is wrong.",
      "Exit code 1 where something keeps Isthmus from running."
    })
public final class DoctorCommand implements Callable<Integer> {

  @Option(
      names = "-f",
      paramLabel = "MANIFEST",
      description = "What is to run. Default: k8s/samples/quickstart.yaml.")
  private Path manifest;

  @Option(names = "-o", paramLabel = "text|json", description = "json: a list of findings.")
  private OutputFormat format = OutputFormat.text;

  private final Screen screen;
  private final Places places;

  public DoctorCommand(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  @Override
  public Integer call() {
    Manifest wanted = Manifest.read(manifest == null ? places.quickstart() : manifest);
    List<Finding> findings = new ArrayList<>();
    findings.addAll(new MachineCheckup(Machine.here(), Programs.real(), places).findings(wanted));
    findings.addAll(new ModelCheckup(places).findings(wanted));
    findings.addAll(new InstanceCheckup(new Instance(places.instance()), Ports::isFree).findings());
    if (format == OutputFormat.json) {
      screen.line(Json.show(findings));
    } else {
      findings.forEach(this::show);
    }
    return findings.stream().anyMatch(it -> it.level() == Finding.Level.BAD) ? 1 : 0;
  }

  private void show(Finding finding) {
    Colour colour =
        switch (finding.level()) {
          case GOOD -> Colour.GOOD;
          case WARN -> Colour.WARN;
          case BAD -> Colour.BAD;
        };
    String level = String.format("%-5s", finding.level().name().toLowerCase(Locale.ROOT));
    screen.line(
        screen.paint(colour, level) + String.format("%-20s ", finding.subject()) + finding.found());
    if (!finding.remedy().isEmpty()) {
      screen.line(" ".repeat(26) + "-> " + finding.remedy());
    }
  }
}
