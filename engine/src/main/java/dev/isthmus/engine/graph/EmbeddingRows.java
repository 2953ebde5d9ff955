package dev.isthmus.engine.graph;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.quantize.Grid;
import dev.isthmus.engine.quantize.RowCodes;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.source.Tensor;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * The embedding as a file of rows, one for each token id. A step needs the rows of its tokens and
 * no others, so the table is part of no graph: there it would be in memory once for each.
 *
 * <p>In fp32 a row is its floats. In other precisions, where rows end with a block, it is their
 * 8-bit codes and then a scale for each block: look-ups are few, so that even a 4-bit file's
 * embedding takes the 8-bit grid.
 */
public final class EmbeddingRows {

  /** The file's name. */
  public static final String FILE = "embedding.bin";

  static final String TENSOR = "model.embed_tokens.weight";

  private static final int MIDDLE = 128;

  private final Linear table;
  private final boolean coded;

  private EmbeddingRows(Linear table, boolean coded) {
    this.table = table;
    this.coded = coded;
  }

  public static EmbeddingRows of(Architecture model, Precision precision) {
    Linear table = Linear.of("embedding", TENSOR, model.hidden(), model.vocabulary());
    return new EmbeddingRows(
        table, precision != Precision.FP32 && model.hidden() % RowCodes.BLOCK == 0);
  }

  /** Bytes of a row. */
  public int bytes() {
    int width = table.in();
    return coded ? width + Float.BYTES * RowCodes.blocks(width) : Float.BYTES * width;
  }

  /** The whole file. */
  Weight weight(SourceWeights source) {
    if (!coded) {
      return source.matrix(table);
    }
    Tensor tensor = source.parts(table).get(0);
    return new BlockWeights(table, List.of(tensor), List.of(Grid.of(tensor.type(), 8)), false)
        .rows();
  }

  /**
   * Writes the hidden state that a row stands for.
   *
   * @param row little-endian, as it lies in the file
   * @param into receives it from its position on
   */
  public void decode(ByteBuffer row, FloatBuffer into) {
    if (!coded) {
      into.put(row.asFloatBuffer());
      return;
    }
    int scales = table.in();
    for (int block = 0; block < RowCodes.blocks(table.in()); block++) {
      float scale = row.getFloat(scales + Float.BYTES * block);
      for (int i = 0; i < RowCodes.BLOCK; i++) {
        into.put(((row.get(block * RowCodes.BLOCK + i) & 0xff) - MIDDLE) * scale);
      }
    }
  }
}
