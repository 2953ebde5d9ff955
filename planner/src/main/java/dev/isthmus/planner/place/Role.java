package dev.isthmus.planner.place;

/** What a model does for a service. */
public enum Role {
  VERIFIER("verifier"),
  DRAFTER("drafter"),
  /** Some of the layers of a verifier that is another node. */
  STAGE("stage"),
  /** Some experts of a verifier whose layers are without them. */
  EXPERTS("experts");

  private final String word;

  Role(String word) {
    this.word = word;
  }

  /** As it stands in role ids. */
  public String word() {
    return word;
  }
}
