package dev.isthmus.engine.source.gguf;

import dev.isthmus.engine.source.BlockType;
import dev.isthmus.engine.source.ModelFile;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.Ranges;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One GGUF file: magic, version, counts, metadata, tensor table, then the tensors (ggml's
 * docs/gguf.md). All of the header is checked before any tensor is offered.
 */
final class GgufFile implements AutoCloseable {

  private static final int MAGIC = 0x46554747;
  private static final int MOST_DIMENSIONS = 4;

  /**
   * A tensor as the file names it.
   *
   * @param shape outermost dimension first
   * @param offset of its first byte in the file
   */
  record Entry(String name, long[] shape, BlockType type, long offset) {}

  private final ModelFile file;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private GgufFile(ModelFile file) {
    this.file = file;
  }

  /** The file is closed with what is opened; at once where it is refused. */
  static GgufFile open(ModelFile file) {
    try {
      GgufFile opened = new GgufFile(file);
      opened.readHeader();
      return opened;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  ModelFile file() {
    return file;
  }

  Metadata metadata() {
    return new Metadata(file.name(), values);
  }

  Map<String, Entry> entries() {
    return entries;
  }

  private void readHeader() {
    GgufCursor cursor = new GgufCursor(file);
    if (cursor.int32() != MAGIC) {
      throw new ModelRefusedException(Reason.MALFORMED, file.name() + " is no GGUF file.");
    }
    int version = cursor.int32();
    if (version != 2 && version != 3) {
      throw new ModelRefusedException(
          Reason.UNSUPPORTED_TYPE,
          file.name()
              + ": GGUF version "
              + (version == Integer.reverseBytes(3) ? "3, big-endian" : version)
              + " is not read; versions 2 and 3, little-endian, are. Convert the model again.");
    }
    int tensors = cursor.count("the tensor table", 24);
    int pairs = cursor.count("the metadata", 13);
    for (int i = 0; i < pairs; i++) {
      String key = cursor.text("a metadata key");
      if (values.put(key, value(cursor, key, cursor.int32())) != null) {
        throw cursor.absurd("metadata " + key + " appears twice");
      }
    }
    List<Entry> table = new ArrayList<>();
    for (int i = 0; i < tensors; i++) {
      table.add(entry(cursor));
    }
    place(table, cursor.position());
  }

  private void place(List<Entry> table, long headerEnd) {
    long alignment = metadata().integer("general.alignment", 32);
    if (alignment < 1 || alignment > 1 << 20) {
      throw new ModelRefusedException(
          Reason.MALFORMED, file.name() + ": general.alignment is " + alignment + ".");
    }
    long data = (headerEnd + alignment - 1) / alignment * alignment;
    Ranges ranges = new Ranges(file.name());
    for (Entry entry : table) {
      long bytes = Ranges.bytes(where(entry.name()), entry.shape(), entry.type());
      if (entry.offset() < 0 || entry.offset() > file.size()) {
        throw new ModelRefusedException(
            Reason.MALFORMED,
            where(entry.name())
                + " begins at byte "
                + Long.toUnsignedString(entry.offset())
                + " of the data; the file has "
                + file.size()
                + ".");
      }
      long begin = data + entry.offset();
      ranges.add(
          entry.name(),
          begin,
          Math.addExact(begin, Math.min(bytes, Long.MAX_VALUE - begin)),
          file.size());
      entries.put(entry.name(), new Entry(entry.name(), entry.shape(), entry.type(), begin));
    }
    ranges.check();
  }

  private Entry entry(GgufCursor cursor) {
    String name = cursor.text("a tensor's name");
    int dimensions = cursor.int32();
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw cursor.absurd("tensor " + name + " is said to have " + dimensions + " dimensions");
    }
    long[] shape = new long[dimensions];
    for (int i = dimensions - 1; i >= 0; i--) {
      shape[i] = cursor.int64();
    }
    BlockType type = GgmlTypes.of(cursor.int32(), where(name));
    return new Entry(name, shape, type, cursor.int64());
  }

  private String where(String tensor) {
    return file.name() + ": tensor " + tensor;
  }

  private static Object value(GgufCursor cursor, String key, int type) {
    return switch (type) {
      case 0 -> (long) Byte.toUnsignedInt(cursor.int8());
      case 1 -> (long) cursor.int8();
      case 2 -> (long) Short.toUnsignedInt(cursor.int16());
      case 3 -> (long) cursor.int16();
      case 4 -> Integer.toUnsignedLong(cursor.int32());
      case 5 -> (long) cursor.int32();
      case 6 -> (double) Float.intBitsToFloat(cursor.int32());
      case 7 -> cursor.int8() != 0;
      case 8 -> cursor.text("metadata " + key);
      case 9 -> list(cursor, key);
      case 10, 11 -> cursor.int64();
      case 12 -> Double.longBitsToDouble(cursor.int64());
      default -> throw cursor.absurd("metadata " + key + " is of unknown type " + type);
    };
  }

  private static List<Object> list(GgufCursor cursor, String key) {
    int type = cursor.int32();
    if (type == 9) {
      throw cursor.absurd("metadata " + key + " is a list of lists");
    }
    int least =
        switch (type) {
          case 0, 1, 7 -> 1;
          case 2, 3 -> 2;
          case 4, 5, 6 -> 4;
          default -> 8;
        };
    int count = cursor.count("metadata " + key, least);
    List<Object> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(value(cursor, key, type));
    }
    return list;
  }

  @Override
  public void close() {
    file.close();
  }
}
