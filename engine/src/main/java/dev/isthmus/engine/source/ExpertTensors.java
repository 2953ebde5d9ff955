package dev.isthmus.engine.source;

import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files keep a layer's experts one by one or stacked, under several names. Here each of them
 * becomes {@code model.layers.L.mlp.experts.E.gate_proj.weight}, {@code up_proj} or {@code
 * down_proj}: a range of the file that it lies in.
 */
public final class ExpertTensors {

  /** Far above what any model has; keeps a broken file from asking for millions of tensors. */
  private static final int MOST = 4096;

  private static final Pattern STACKED =
      Pattern.compile("(.*\\.mlp\\.experts\\.)(gate|up|down|gate_up)_proj(\\.weight)?");

  private static final Map<String, String> MIXTRAL =
      Map.of("w1", "gate_proj", "w2", "down_proj", "w3", "up_proj");

  private static final Pattern MIXTRAL_EXPERT =
      Pattern.compile("(.*\\.mlp\\.experts\\.\\d+\\.)(w[123])(\\.weight)");

  private ExpertTensors() {}

  /** The tensors with all experts apart, in order; what is no expert's stays as it is. */
  public static Map<String, FileTensor> apart(Map<String, FileTensor> tensors) {
    Map<String, FileTensor> apart = new LinkedHashMap<>();
    for (FileTensor tensor : tensors.values()) {
      String name = huggingFace(tensor.name());
      Matcher stacked = STACKED.matcher(name);
      if (stacked.matches() && tensor.shape().length == 3) {
        unstack(tensor, stacked.group(1), stacked.group(2), apart);
      } else {
        apart.put(name, tensor.named(name));
      }
    }
    return apart;
  }

  private static String huggingFace(String name) {
    String plain = name.replace(".block_sparse_moe.", ".mlp.");
    Matcher expert = MIXTRAL_EXPERT.matcher(plain);
    return expert.matches()
        ? expert.group(1) + MIXTRAL.get(expert.group(2)) + expert.group(3)
        : plain;
  }

  /** [experts, rows, columns]; gate and up together have gate's rows first. */
  private static void unstack(
      FileTensor tensor, String prefix, String which, Map<String, FileTensor> into) {
    long experts = tensor.shape()[0];
    long rows = tensor.shape()[1];
    boolean both = which.equals("gate_up");
    if (experts > MOST || both && rows % 2 != 0) {
      throw new ModelRefusedException(
          Reason.WRONG_SHAPE,
          tensor.location()
              + ": tensor "
              + tensor.name()
              + " stacks "
              + experts
              + " experts of "
              + rows
              + " rows; at most "
              + MOST
              + " are read, gate and up with equally many rows.");
    }
    for (int expert = 0; expert < experts; expert++) {
      String at = prefix + expert + ".";
      if (both) {
        put(tensor, at + "gate_proj.weight", expert * rows, rows / 2, into);
        put(tensor, at + "up_proj.weight", expert * rows + rows / 2, rows / 2, into);
      } else {
        put(tensor, at + which + "_proj.weight", expert * rows, rows, into);
      }
    }
  }

  private static void put(
      FileTensor tensor, String name, long first, long rows, Map<String, FileTensor> into) {
    into.put(name, tensor.matrix(name, first, rows));
  }
}
