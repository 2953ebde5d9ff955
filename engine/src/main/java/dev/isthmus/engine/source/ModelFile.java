package dev.isthmus.engine.source;

import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is read by ranges. Thread-safe. */
public final class ModelFile implements AutoCloseable {

  private final Path path;
  private final FileChannel channel;
  private final long size;

  private ModelFile(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  /**
   * Opens a file; links are followed, so that what is named in messages and mapped is the file
   * itself.
   */
  public static ModelFile open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new ModelRefusedException(Reason.NOT_FOUND, path + ": there is no such file.");
    }
    try {
      Path real = path.toRealPath();
      FileChannel channel = FileChannel.open(real, StandardOpenOption.READ);
      return new ModelFile(real, channel, channel.size());
    } catch (IOException e) {
      throw new ModelRefusedException(
          Reason.NOT_FOUND, path + ": cannot be read (" + e.getMessage() + ").", e);
    }
  }

  /** Reads a small text file whole. */
  public static byte[] readAll(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new ModelRefusedException(
          Reason.NOT_FOUND, path + ": cannot be read (" + e.getMessage() + ").", e);
    }
  }

  public Path path() {
    return path;
  }

  public String name() {
    return path.getFileName().toString();
  }

  /** Bytes. */
  public long size() {
    return size;
  }

  /**
   * Reads a range.
   *
   * @return little-endian, positioned at 0
   * @throws ModelRefusedException TRUNCATED where the file ends before it
   */
  public ByteBuffer read(long offset, int length) {
    if (offset < 0 || length < 0 || offset + length > size) {
      throw new ModelRefusedException(
          Reason.TRUNCATED,
          name()
              + ": bytes "
              + offset
              + " to "
              + (offset + length)
              + " are needed, the file has "
              + size
              + ". It is incomplete; fetch it again.");
    }
    ByteBuffer into = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    try {
      while (into.hasRemaining()) {
        if (channel.read(into, offset + into.position()) < 0) {
          throw new ModelRefusedException(
              Reason.TRUNCATED, name() + ": ends before byte " + (offset + length) + ".");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read", e);
    }
    return into.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be closed", e);
    }
  }
}
