package dev.isthmus.engine.runtime;

import dev.isthmus.engine.prepared.PrepareListener;
import java.nio.file.Path;

/**
 * How an engine may use this machine.
 *
 * @param cacheDir where prepared weights are kept, shared by all processes
 * @param threads threads of one step, 1 or more
 * @param kvBytes most bytes of KV, over all sessions
 * @param maxWindows most sessions of one step, 1..{@value #MOST_WINDOWS}
 * @param maxRows most rows of one step
 * @param context most tokens of a session, 0 for the model's own limit
 * @param loneCopy whether small weights may be in memory twice, once for steps of one session
 *     alone: 1 to 2 ms faster each for as many bytes again
 * @param listener hears of preparing weights
 */
public record EngineOptions(
    Path cacheDir,
    int threads,
    long kvBytes,
    int maxWindows,
    int maxRows,
    int context,
    boolean loneCopy,
    PrepareListener listener) {

  /** Most windows that a graph is written for. */
  public static final int MOST_WINDOWS = 8;

  public EngineOptions {
    check("threads", threads, 1, 1024);
    check("maxWindows", maxWindows, 1, MOST_WINDOWS);
    check("maxRows", maxRows, 2, 1 << 16);
    check("context", context, 0, Integer.MAX_VALUE);
    if (kvBytes < 1) {
      throw new IllegalArgumentException("kvBytes is " + kvBytes + "; it must be positive");
    }
  }

  /** Eight windows, 512 rows a step, the model's own context, nobody listening. */
  public static EngineOptions of(Path cacheDir, int threads, long kvBytes) {
    return new EngineOptions(
        cacheDir, threads, kvBytes, MOST_WINDOWS, 512, 0, true, PrepareListener.NONE);
  }

  public EngineOptions withWindows(int windows) {
    return new EngineOptions(
        cacheDir, threads, kvBytes, windows, maxRows, context, loneCopy, listener);
  }

  public EngineOptions withContext(int tokens) {
    return new EngineOptions(
        cacheDir, threads, kvBytes, maxWindows, maxRows, tokens, loneCopy, listener);
  }

  public EngineOptions withKvBytes(long bytes) {
    return new EngineOptions(
        cacheDir, threads, bytes, maxWindows, maxRows, context, loneCopy, listener);
  }

  public EngineOptions withLoneCopy(boolean copy) {
    return new EngineOptions(
        cacheDir, threads, kvBytes, maxWindows, maxRows, context, copy, listener);
  }

  public EngineOptions withMaxRows(int rows) {
    return new EngineOptions(
        cacheDir, threads, kvBytes, maxWindows, rows, context, loneCopy, listener);
  }

  public EngineOptions withListener(PrepareListener hears) {
    return new EngineOptions(
        cacheDir, threads, kvBytes, maxWindows, maxRows, context, loneCopy, hears);
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it must be " + least + " to " + most);
    }
  }
}
