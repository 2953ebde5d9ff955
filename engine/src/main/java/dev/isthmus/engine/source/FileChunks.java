package dev.isthmus.engine.source;

import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/** One file of a model in chunks of equal length, the last one shorter. */
public final class FileChunks {

  private static final int DIGEST_BYTES = 32;

  private final String name;
  private final long bytes;
  private final long chunkBytes;
  private final byte[] digests;

  /**
   * @param name without a folder
   * @param bytes of the file
   * @param digests the chunks' SHA-256, one behind the other
   * @throws ModelRefusedException MALFORMED where these do not belong together
   */
  public FileChunks(String name, long bytes, long chunkBytes, byte[] digests) {
    long count = chunkBytes < 1 ? -1 : (bytes + chunkBytes - 1) / chunkBytes;
    if (!name.matches("[^/\\\\]+") || name.matches("\\.+") || bytes < 0) {
      throw new ModelRefusedException(
          Reason.MALFORMED,
          "the list of chunks names the file \"%s\" of %d bytes; it must lie beside the others"
              .formatted(name, bytes));
    }
    if (chunkBytes > Integer.MAX_VALUE || digests.length != count * DIGEST_BYTES) {
      throw new ModelRefusedException(
          Reason.MALFORMED,
          "the list of chunks has %d bytes of digests for the %d bytes of %s in chunks of %d"
              .formatted(digests.length, bytes, name, chunkBytes));
    }
    this.name = name;
    this.bytes = bytes;
    this.chunkBytes = chunkBytes;
    this.digests = digests.clone();
  }

  static FileChunks of(String name, long bytes, long chunkBytes, List<byte[]> digests) {
    ByteBuffer all = ByteBuffer.allocate(digests.size() * DIGEST_BYTES);
    digests.forEach(all::put);
    return new FileChunks(name, bytes, chunkBytes, all.array());
  }

  static byte[] digest(byte[] chunk, int length) {
    MessageDigest sha256 = Sha256.begin();
    sha256.update(chunk, 0, length);
    return sha256.digest();
  }

  public String name() {
    return name;
  }

  /** Of the whole file. */
  public long bytes() {
    return bytes;
  }

  public long chunkBytes() {
    return chunkBytes;
  }

  /** The chunks' SHA-256, one behind the other. */
  public byte[] digests() {
    return digests.clone();
  }

  /** How many chunks there are. */
  public int count() {
    return digests.length / DIGEST_BYTES;
  }

  /** The chunk that a byte lies in. */
  public int chunkOf(long offset) {
    return (int) (offset / chunkBytes);
  }

  /** A chunk's first byte in the file. */
  public long start(int chunk) {
    return chunk * chunkBytes;
  }

  /** A chunk's length in bytes. */
  public int length(int chunk) {
    return (int) Math.min(chunkBytes, bytes - start(chunk));
  }

  /** Whether these are the bytes of that chunk. */
  public boolean matches(int chunk, byte[] content) {
    int at = chunk * DIGEST_BYTES;
    return content.length == length(chunk)
        && Arrays.equals(
            digest(content, content.length), 0, DIGEST_BYTES, digests, at, at + DIGEST_BYTES);
  }
}
