package dev.isthmus.cli.bench;

import java.util.List;

/** Where drafts come from. */
enum DraftKind {
  MODEL("edge-draft"),
  LOOKUP("edge-draft", "cloud-draft"),
  BOTH("edge-draft");

  private final List<String> modes;

  DraftKind(String... modes) {
    this.modes = List.of(modes);
  }

  /** Modes that these drafts are asked for in. */
  List<String> modes() {
    return modes;
  }
}
