package dev.isthmus.planner.mode;

/** How a request is decoded. A mode that comes later is one constant here and one prediction. */
public enum Mode {
  /** The verifier decodes by itself and pushes tokens: one round trip in all. */
  CLOUD("cloud"),
  /** As {@link #CLOUD}, and the verifier scores drafts that are made beside it. */
  CLOUD_DRAFT("cloud-draft"),
  /**
   * A drafter near the router proposes, the verifier in the cloud accepts: one round trip a round.
   */
  EDGE_DRAFT("edge-draft"),
  /**
   * As {@link #CLOUD}, by a verifier whose first and last layers are at one site and others
   * elsewhere: text does not leave that site.
   */
  SPLIT("split");

  private final String word;

  Mode(String word) {
    this.word = word;
  }

  /** As users write and read it. */
  public String word() {
    return word;
  }

  /**
   * @throws IllegalArgumentException naming the modes that there are
   */
  public static Mode of(String word) {
    for (Mode mode : values()) {
      if (mode.word.equals(word)) {
        return mode;
      }
    }
    throw new IllegalArgumentException(
        "mode is " + word + "; it must be cloud, cloud-draft, edge-draft or split");
  }
}
