package dev.isthmus.agent.schedule;

import dev.isthmus.protocol.v1.SessionReply;

/** Where a session's answers go: its stream. Called by the engine's thread; must not block. */
public interface SessionListener {

  void reply(SessionReply reply);

  /** Nothing more comes. */
  void ended(Ending ending, String why);

  /** Why a session's stream ends. */
  enum Ending {
    /** The router closed it. */
    CLOSED,
    /** Opened again with a higher epoch on another stream. */
    SUPERSEDED,
    /** The engine failed; the router opens the session again, here or elsewhere. */
    FAILED,
    /** The role was taken from this node, or the agent leaves. */
    WITHDRAWN,
    /** Nothing was heard for longer than the time limit. */
    EXPIRED
  }
}
