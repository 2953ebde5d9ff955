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

/** A file that is read by ranges; what of it is not on this disk yet comes when it is read. */
public final class ModelFile implements AutoCloseable {

  /** Brings what of a file is not on this disk yet. Thread-safe. */
  public interface Filler {

    /** A file that is here whole. */
    Filler NONE =
        new Filler() {
          @Override
          public void want(long offset, long length) {}

          @Override
          public void fill(long offset, long length) {}
        };

    /** This range will be read; it may come together with another that is. */
    void want(long offset, long length);

    /**
     * Returns once this range is on the disk.
     *
     * @throws ModelRefusedException FETCH_FAILED, or WRONG_DIGEST where other bytes came
     */
    void fill(long offset, long length);
  }

  /** Opens a model's files by their paths. */
  @FunctionalInterface
  public interface Opener {

    /** Files that are here whole. */
    Opener WHOLE = path -> ModelFile.open(path, Filler.NONE);

    ModelFile open(Path path);
  }

  private final Path path;
  private final FileChannel channel;
  private final long size;
  private final Filler filler;

  private ModelFile(Path path, FileChannel channel, long size, Filler filler) {
    this.path = path;
    this.channel = channel;
    this.size = size;
    this.filler = filler;
  }

  /**
   * Opens a file; links are followed, so that what is named in messages and mapped is the file
   * itself.
   *
   * @param filler asked for every range before it is read
   */
  public static ModelFile open(Path path, Filler filler) {
    if (!Files.isRegularFile(path)) {
      throw new ModelRefusedException(Reason.NOT_FOUND, path + ": there is no such file.");
    }
    try {
      Path real = path.toRealPath();
      FileChannel channel = FileChannel.open(real, StandardOpenOption.READ);
      return new ModelFile(real, channel, channel.size(), filler);
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
    filler.fill(offset, length);
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

  /** This range will be read: it may be fetched together with its neighbours. */
  public void want(long offset, long length) {
    filler.want(offset, length);
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
