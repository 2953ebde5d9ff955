package dev.isthmus.cli.bench;

/** Where drafts come from. */
enum DraftKind {
  MODEL,
  LOOKUP,
  BOTH
}
