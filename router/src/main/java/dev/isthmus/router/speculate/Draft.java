package dev.isthmus.router.speculate;

/**
 * Proposed tokens and who proposed them.
 *
 * @param ids none where it had nothing to propose
 */
public record Draft(DraftSeat source, int[] ids) {

  public boolean isEmpty() {
    return ids.length == 0;
  }
}
