package dev.isthmus.engine.runtime;

import dev.isthmus.engine.graph.EmbeddingRows;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/**
 * Hidden states of tokens, read from a prepared stage as steps need them. What was read stays in
 * the system's cache, which counts to no process. Not through a channel, which an interrupt of the
 * reading thread closes for good.
 */
final class EmbeddingTable implements AutoCloseable {

  private final EmbeddingRows rows;
  private final RandomAccessFile file;
  private final byte[] row;

  EmbeddingTable(EmbeddingRows rows, Path path) {
    this.rows = rows;
    this.row = new byte[rows.bytes()];
    try {
      this.file = new RandomAccessFile(path.toFile(), "r");
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * @param into receives the token's hidden state from its position on
   */
  void read(int token, FloatBuffer into) {
    try {
      file.seek((long) token * row.length);
      file.readFully(row);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the embedding of token " + token + " cannot be read: " + e.getMessage(), e);
    }
    rows.decode(ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN), into);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the embedding does not close: " + e.getMessage(), e);
    }
  }
}
