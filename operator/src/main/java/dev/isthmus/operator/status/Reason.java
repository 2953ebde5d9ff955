package dev.isthmus.operator.status;

/** Why a condition has its value. The only such words: conditions and events share them. */
public enum Reason {
  /** All is as wanted. */
  AsWanted,
  /** Not looked at yet: the broker was not reached since the start. */
  WaitingForBroker,

  /** No ModelPackage of that name. */
  ModelNotFound,
  /** A node opens the model's files. */
  Inspecting,
  /** The model's files were opened and are what was asked for. */
  Inspected,
  /** A node refused the model's files. */
  ModelRefused,
  /** Nothing waits for this package, or no node can look at it. */
  NoNodeToInspect,

  NoMatchingSite,
  NoNodes,
  InsufficientNodes,
  InsufficientMemory,
  PrecisionNotOffered,
  VocabularyMismatch,
  StagesOverlap,
  StagesLeaveGap,
  StageNodeMissing,
  ResidencyForbids,
  /** What cannot travel over Kafka would have to. */
  TransportUnsupported,
  /** Experts are to lie apart, and the model has none. */
  ModelHasNoExperts,
  /** Some experts have no live home. */
  ExpertsMissing,

  /** Nodes load what they were assigned. */
  Loading,
  /** A node could not run what it was assigned. */
  RoleFailed,
  /** A quantised model strays further from its source than its package allows. */
  BelowQualityFloor,
  /** A plan waits for a person's spec.approved. */
  AwaitingApproval,
  /** A plan was made. */
  PlanMade,
  /** There is no plan. */
  NotPlanned,
  /** Ready nodes, but no router to reach them through. */
  NoRouter,
  /** A router has not taken the route yet. */
  RoutePending,
  /** No verifier serves. */
  NoVerifier,

  /** Heartbeats come. */
  Heard,
  /** Three heartbeats are missing. */
  Stale,
  /** Ten heartbeats are missing. */
  Unreachable,
  /** The agent was asked to stop. */
  Leaving,
  /** Two live processes have one name. */
  DuplicateNode,
  /** A node that the plan needs is silent. */
  NodeSilent,
  /** More than half of the nodes fell silent together. */
  HeartbeatsLost;

  /** What an agent gives as the reason of a failed role, or {@link #RoleFailed}. */
  static Reason ofFailedRole(String agents) {
    return agents.equals(BelowQualityFloor.name()) ? BelowQualityFloor : RoleFailed;
  }

  /** The planner's reasons have the same names. */
  public static Reason of(dev.isthmus.planner.place.Reason reason) {
    return valueOf(reason.name());
  }
}
