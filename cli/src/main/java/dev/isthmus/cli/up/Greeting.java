package dev.isthmus.cli.up;

import dev.isthmus.cli.terminal.Colour;
import dev.isthmus.cli.terminal.Screen;
import dev.isthmus.local.stack.Instance;
import java.util.Collection;

/** What to do with a fleet that serves. */
final class Greeting {

  private Greeting() {}

  static void show(
      Screen screen, Instance.Description running, Collection<String> services, double seconds) {
    String model =
        services.isEmpty() ? "chat" : services.iterator().next().replaceAll("^default/", "");
    screen.line(
        screen.paint(Colour.GOOD, "ready")
            + " after %.0f s, link %s".formatted(seconds, running.wan()));
    screen.line("");
    screen.line("  API    " + running.endpoint() + "/v1");
    screen.line(
        "  curl   curl "
            + running.endpoint()
            + "/v1/chat/completions -H 'content-type: application/json' -d '{\"model\": \""
            + model
            + "\", \"messages\": [{\"role\": \"user\", \"content\": \"What is an isthmus?\"}]}'");
    screen.line("  chat   ./isthmus chat \"What is an isthmus?\"");
    screen.line("  page   " + running.endpoint() + "/");
    screen.line("  look   ./isthmus status");
    screen.line("  end    ./isthmus down");
    screen.line("");
  }
}
