package dev.isthmus.engine.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One process and one thread at a time fetches a file; a lock dies with the process that held it.
 */
final class CacheLock {

  /** File locks are the process's; among its threads these decide. */
  private static final ConcurrentHashMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  /** What is done while it is held. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  private final ReentrantLock thread;
  private final FileChannel channel;

  private CacheLock(ReentrantLock thread, FileChannel channel) {
    this.thread = thread;
    this.channel = channel;
  }

  private static CacheLock on(Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Path path = target.resolveSibling(target.getFileName() + ".lock").toAbsolutePath().normalize();
    ReentrantLock thread = THREADS.computeIfAbsent(path, key -> new ReentrantLock());
    thread.lock();
    try {
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        channel.lock();
        return new CacheLock(thread, channel);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      thread.unlock();
      throw e;
    }
  }

  /** Waits until nobody else has it, and does something before anybody else can. */
  static void holding(Path target, Work work) throws IOException {
    CacheLock lock = on(target);
    try {
      work.run();
    } finally {
      lock.close();
    }
  }

  private void close() throws IOException {
    try {
      channel.close();
    } finally {
      thread.unlock();
    }
  }
}
