package dev.isthmus.engine.source.gguf;

import dev.isthmus.engine.source.BlockType;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.util.Map;
import java.util.TreeMap;

/** ggml's numbers of its block types. */
final class GgmlTypes {

  private static final Map<Integer, BlockType> KNOWN =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(0, BlockType.F32),
              Map.entry(1, BlockType.F16),
              Map.entry(2, BlockType.Q4_0),
              Map.entry(3, BlockType.Q4_1),
              Map.entry(6, BlockType.Q5_0),
              Map.entry(7, BlockType.Q5_1),
              Map.entry(8, BlockType.Q8_0),
              Map.entry(12, BlockType.Q4_K),
              Map.entry(13, BlockType.Q5_K),
              Map.entry(14, BlockType.Q6_K),
              Map.entry(28, BlockType.F64),
              Map.entry(30, BlockType.BF16)));

  private static final Map<Integer, String> UNREAD =
      Map.ofEntries(
          Map.entry(10, "Q2_K"),
          Map.entry(11, "Q3_K"),
          Map.entry(15, "Q8_K"),
          Map.entry(16, "IQ2_XXS"),
          Map.entry(17, "IQ2_XS"),
          Map.entry(18, "IQ3_XXS"),
          Map.entry(19, "IQ1_S"),
          Map.entry(20, "IQ4_NL"),
          Map.entry(21, "IQ3_S"),
          Map.entry(22, "IQ2_S"),
          Map.entry(23, "IQ4_XS"),
          Map.entry(29, "IQ1_M"),
          Map.entry(34, "TQ1_0"),
          Map.entry(35, "TQ2_0"),
          Map.entry(39, "MXFP4"));

  private GgmlTypes() {}

  static BlockType of(int number, String where) {
    BlockType type = KNOWN.get(number);
    if (type == null) {
      throw new ModelRefusedException(
          Reason.UNSUPPORTED_TYPE,
          where
              + " is of block type "
              + UNREAD.getOrDefault(number, "number " + number)
              + ", which is not read; take a file of "
              + KNOWN.values()
              + ".");
    }
    return type;
  }
}
