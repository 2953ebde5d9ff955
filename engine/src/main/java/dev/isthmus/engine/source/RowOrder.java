package dev.isthmus.engine.source;

/** Where a file keeps a row of a tensor: rows are asked for in Hugging Face's order. */
@FunctionalInterface
public interface RowOrder {

  RowOrder SAME = row -> row;

  /** The file's row that holds row {@code row}. */
  long inFile(long row);

  /**
   * Undoes GGUF's permutation of q and k for interleaved rotation: within a head, the file has the
   * two halves' rows alternating.
   *
   * @param headDim rows of a head
   */
  static RowOrder interleavedHalves(int headDim) {
    int half = headDim / 2;
    return row -> {
      long head = row / headDim;
      int within = (int) (row % headDim);
      return head * headDim + 2L * (within % half) + within / half;
    };
  }
}
