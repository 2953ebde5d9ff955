package dev.isthmus.engine.source.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.isthmus.engine.source.BlockType;
import dev.isthmus.engine.source.FileTensor;
import dev.isthmus.engine.source.Json;
import dev.isthmus.engine.source.ModelFile;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.Ranges;
import dev.isthmus.engine.source.RowOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One safetensors file: eight bytes of header length, a JSON header, then the tensors (the format's
 * README). All of the header is checked before any tensor is offered.
 */
public final class SafetensorsFile implements AutoCloseable {

  /** The format's own limit. */
  private static final long LONGEST_HEADER = 100_000_000;

  private static final Map<String, BlockType> TYPES =
      Map.of(
          "F64", BlockType.F64,
          "F32", BlockType.F32,
          "F16", BlockType.F16,
          "BF16", BlockType.BF16,
          "F8_E4M3", BlockType.F8_E4M3,
          "F8_E5M2", BlockType.F8_E5M2);

  private final ModelFile file;
  private final Map<String, FileTensor> tensors = new LinkedHashMap<>();

  private SafetensorsFile(ModelFile file) {
    this.file = file;
  }

  /** The file is closed with what is opened; at once where it is refused. */
  public static SafetensorsFile open(ModelFile file) {
    try {
      SafetensorsFile opened = new SafetensorsFile(file);
      opened.readHeader();
      return opened;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  public Map<String, FileTensor> tensors() {
    return tensors;
  }

  public Path path() {
    return file.path();
  }

  private void readHeader() {
    long length = file.size() < 8 ? -1 : file.read(0, 8).getLong();
    if (length < 2 || length > LONGEST_HEADER || length > file.size() - 8) {
      throw new ModelRefusedException(
          file.size() < 8 || length > 2 && length <= LONGEST_HEADER
              ? Reason.TRUNCATED
              : Reason.MALFORMED,
          file.name()
              + ": the header is said to have "
              + length
              + " bytes, the file has "
              + file.size()
              + ". It is incomplete or no safetensors file; fetch it again.");
    }
    long data = 8 + length;
    JsonNode header = Json.object(file.read(8, (int) length).array(), file.name() + " (header)");
    Ranges ranges = new Ranges(file.name());
    header
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("__metadata__")) {
                FileTensor tensor = tensor(field.getKey(), field.getValue(), data, ranges);
                tensors.put(field.getKey(), tensor);
              }
            });
    ranges.check();
  }

  private FileTensor tensor(String name, JsonNode entry, long data, Ranges ranges) {
    String where = file.name() + ": tensor " + name;
    JsonNode offsets = entry.path("data_offsets");
    JsonNode sizes = entry.path("shape");
    if (offsets.size() != 2 || !sizes.isArray() || !allIntegers(offsets) || !allIntegers(sizes)) {
      throw new ModelRefusedException(
          Reason.MALFORMED, where + " has no dtype, shape and data_offsets; the header is broken.");
    }
    BlockType type = TYPES.get(entry.path("dtype").asText());
    if (type == null) {
      throw new ModelRefusedException(
          Reason.UNSUPPORTED_TYPE,
          where + " is of type " + entry.path("dtype").asText() + "; known are " + TYPES.keySet());
    }
    long[] shape = new long[sizes.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(i).asLong();
    }
    long begin = offsets.get(0).asLong();
    long end = offsets.get(1).asLong();
    long bytes = Ranges.bytes(where, shape, type);
    if (end - begin != bytes) {
      throw new ModelRefusedException(
          Reason.MALFORMED,
          where + " needs " + bytes + " bytes for its shape, its range has " + (end - begin) + ".");
    }
    ranges.add(name, begin, end, file.size() - data);
    return new FileTensor(name, shape, type, file, data + begin, RowOrder.SAME);
  }

  private static boolean allIntegers(JsonNode array) {
    for (JsonNode value : array) {
      if (!value.canConvertToLong() || !value.isIntegralNumber()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    file.close();
  }
}
