package dev.isthmus.engine.source.gguf;

import dev.isthmus.engine.source.ModelFile;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads a GGUF header forward, a piece of the file at a time; every count is held against what the
 * file has left.
 */
final class GgufCursor {

  private static final int PIECE = 1 << 16;
  private static final long LONGEST_TEXT = 1 << 24;
  private static final long MOST_ELEMENTS = 1 << 22;

  private final ModelFile file;
  private ByteBuffer piece = ByteBuffer.allocate(0);
  private long pieceStart;

  GgufCursor(ModelFile file) {
    this.file = file;
  }

  /** Bytes read so far. */
  long position() {
    return pieceStart + piece.position();
  }

  byte int8() {
    return need(1).get();
  }

  short int16() {
    return need(2).getShort();
  }

  int int32() {
    return need(4).getInt();
  }

  long int64() {
    return need(8).getLong();
  }

  String text(String what) {
    long length = int64();
    if (length < 0 || length > LONGEST_TEXT || length > left()) {
      throw absurd(what + " is said to have " + Long.toUnsignedString(length) + " bytes");
    }
    byte[] bytes = new byte[(int) length];
    if (length <= piece.remaining()) {
      piece.get(bytes);
    } else {
      ByteBuffer whole = file.read(position(), bytes.length);
      whole.get(bytes);
      pieceStart = position() + length;
      piece = ByteBuffer.allocate(0);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * A number of things to come.
   *
   * @param least bytes that each takes at least
   */
  int count(String what, int least) {
    long count = int64();
    if (count < 0 || count > MOST_ELEMENTS || count > left() / least) {
      throw absurd(what + " is said to have " + Long.toUnsignedString(count) + " entries");
    }
    return (int) count;
  }

  ModelRefusedException absurd(String what) {
    return new ModelRefusedException(
        Reason.MALFORMED,
        file.name()
            + ": "
            + what
            + " at byte "
            + position()
            + " of "
            + file.size()
            + ". The file is broken or incomplete; fetch it again.");
  }

  private long left() {
    return file.size() - position();
  }

  private ByteBuffer need(int bytes) {
    if (piece.remaining() < bytes) {
      pieceStart = position();
      piece =
          file.read(pieceStart, (int) Math.max(bytes, Math.min(PIECE, file.size() - pieceStart)));
    }
    return piece;
  }
}
