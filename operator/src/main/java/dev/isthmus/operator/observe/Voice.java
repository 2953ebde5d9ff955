package dev.isthmus.operator.observe;

/** Whether heartbeats come. */
public enum Voice {
  LIVE,
  /** Three intervals were silent: it keeps what it has and gets nothing new. */
  STALE,
  /** Ten intervals were silent: it is planned around. */
  UNREACHABLE
}
