package dev.isthmus.planner.place;

/** Why something was not placed; the names are conditions' reasons. */
public enum Reason {
  /** No site of the wanted tier that the selector and the site's own rules admit. */
  NoMatchingSite,
  /** Sites match, but no node there takes work. */
  NoNodes,
  /** Fewer nodes than replicas; what fits is placed. */
  InsufficientNodes,
  InsufficientMemory,
  /** The wanted precision is not among the package's. */
  PrecisionNotOffered,
  /** The draft's token ids do not mean what the verifier's do. */
  VocabularyMismatch,
  /** Two stages that a person fixed hold the same layer, or one that the model lacks. */
  StagesOverlap,
  /** No stage that a person fixed holds some layer. */
  StagesLeaveGap,
  /** A stage that a person fixed is on a node that is not there. */
  StageNodeMissing,
  /** Experts are to lie apart, and the model has none. */
  ModelHasNoExperts,
  /** No selected site may see the service's text. */
  ResidencyForbids,
  /** Stages would have to be joined over Kafka. */
  TransportUnsupported
}
