package dev.isthmus.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Held by the process that runs an instance, until it ends in whatever way. */
final class InstanceLock {

  private final FileChannel channel;

  private InstanceLock(FileChannel channel) {
    this.channel = channel;
  }

  static InstanceLock take(Instance instance) {
    try {
      Files.createDirectories(instance.folder());
      FileChannel channel =
          FileChannel.open(instance.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new StackException(
            instance
                    .running()
                    .map(
                        it ->
                            "one is running already at %s (pid %d)"
                                .formatted(it.endpoint(), it.supervisor().pid()))
                    .orElse("one is being started already")
                + "; `isthmus down` ends it");
      }
      return new InstanceLock(channel);
    } catch (IOException e) {
      throw new StackException(instance.folder() + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // this very process holds it
    }
  }

  void release() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
