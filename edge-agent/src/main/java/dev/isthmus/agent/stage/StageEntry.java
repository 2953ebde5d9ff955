package dev.isthmus.agent.stage;

import dev.isthmus.protocol.v1.Missing;
import dev.isthmus.protocol.v1.SequenceRefused;

/** What a stage says to the one before it. */
interface StageEntry {

  void missing(Missing missing);

  void refused(SequenceRefused refused);
}
