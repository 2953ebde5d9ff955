package dev.isthmus.engine.graph;

import dev.isthmus.engine.quantize.Grid;
import dev.isthmus.engine.quantize.PackedRow;
import dev.isthmus.engine.quantize.RowCodes;
import dev.isthmus.engine.source.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The weights of a block-quantised product. Codes, scales and zero points are written one after
 * another, so the source is read once for each: nothing is held whole.
 */
final class BlockWeights {

  private static final int PIECE = 1 << 20;

  private final Linear linear;
  private final List<Tensor> parts;
  private final List<Grid> grids;
  private final boolean corrected;
  private final int bits;

  BlockWeights(Linear linear, List<Tensor> parts, List<Grid> grids, boolean corrected) {
    this.linear = linear;
    this.parts = parts;
    this.grids = grids;
    this.corrected = corrected;
    this.bits = grids.get(0).bits();
  }

  /** [out, blocks, bytes of a block]. */
  Weight codes() {
    int bytes = RowCodes.BLOCK * bits / 8;
    long[] shape = {linear.out(), blocks(), bytes};
    return weight(".codes" + bits, ElementType.UINT8, shape, blocks() * bytes, PackedRow::codes);
  }

  /** [out * blocks]. */
  Weight scales() {
    long[] shape = {(long) linear.out() * blocks()};
    return weight(".scales" + bits, ElementType.FLOAT, shape, 4 * blocks(), PackedRow::scales);
  }

  /** [out * bytes of a row's zero points]. */
  Weight zeros() {
    int bytes = (blocks() * bits + 7) / 8;
    long[] shape = {(long) linear.out() * bytes};
    return weight(".zeros", ElementType.UINT8, shape, bytes, PackedRow::zeros);
  }

  /** Each row's codes and then its scales: [out, bytes of both], of 8 bits. */
  Weight rows() {
    int bytes = linear.in() + Float.BYTES * blocks();
    long[] shape = {linear.out(), bytes};
    return weight(
        ".rows",
        ElementType.UINT8,
        shape,
        bytes,
        (row, into) -> {
          row.codes(into);
          row.scales(into);
        });
  }

  private int blocks() {
    int blocks = RowCodes.blocks(linear.in());
    return corrected ? blocks + RowCodes.blocks(blocks) : blocks;
  }

  private Weight weight(
      String suffix,
      ElementType type,
      long[] shape,
      int rowBytes,
      BiConsumer<PackedRow, ByteBuffer> field) {
    return new Weight(linear.name() + suffix, type, shape, sink -> write(rowBytes, field, sink));
  }

  private void write(int rowBytes, BiConsumer<PackedRow, ByteBuffer> field, WeightSink sink)
      throws IOException {
    RowCodes row = new RowCodes(linear.in());
    PackedRow packed = new PackedRow(linear.in(), bits, corrected);
    ByteBuffer piece =
        ByteBuffer.allocate(Math.max(PIECE, rowBytes)).order(ByteOrder.LITTLE_ENDIAN);
    for (int part = 0; part < parts.size(); part++) {
      int count = linear.rows() != null ? linear.rows().length : linear.parts()[part];
      for (int i = 0; i < count; i++) {
        int at = linear.rows() != null ? linear.rows()[i] : i;
        grids.get(part).read(parts.get(part), at, row);
        packed.pack(row);
        if (piece.remaining() < rowBytes) {
          sink.write(piece.flip());
          piece.clear();
        }
        field.accept(packed, piece);
      }
    }
    sink.write(piece.flip());
  }
}
