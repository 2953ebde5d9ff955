package dev.isthmus.local.link;

/** Whether a link carries anything. */
public enum Cut {
  /** The link works. */
  NONE,
  /** Open connections are reset, new ones are refused. */
  CLOSED,
  /** Nothing arrives and nothing is refused; what was sent arrives once the link works again. */
  SILENT
}
