package dev.isthmus.router.fake;

import java.util.ArrayList;
import java.util.List;

/** A model whose next token is a hash of all tokens before it and of the seed. */
public final class ToyModel {

  public static final int STOP = 256;
  public static final int VOCABULARY = 260;

  private final int stopsOneIn;
  private final int firstLetter;
  private final int period;

  /**
   * @param stopsOneIn about every how many tokens it ends; 0 never
   */
  public ToyModel(int stopsOneIn) {
    this(stopsOneIn, 'a');
  }

  /**
   * @param firstLetter id of the first of 26 tokens that it uses
   */
  public ToyModel(int stopsOneIn, int firstLetter) {
    this(stopsOneIn, firstLetter, 0);
  }

  private ToyModel(int stopsOneIn, int firstLetter, int period) {
    this.stopsOneIn = stopsOneIn;
    this.firstLetter = firstLetter;
    this.period = period;
  }

  /** One that says the same letters over and over, and never ends. */
  public static ToyModel repeating(int letters) {
    return new ToyModel(0, 'a', letters);
  }

  public int next(List<Integer> log, long seed) {
    if (period > 0) {
      return firstLetter + log.size() % period;
    }
    long hash = hash(log, seed);
    if (stopsOneIn > 0 && Long.remainderUnsigned(hash >>> 20, stopsOneIn) == 0) {
      return STOP;
    }
    return firstLetter + (int) Long.remainderUnsigned(hash, 26);
  }

  /** A draft model that is right about two times of three. */
  public int guess(List<Integer> log, long seed) {
    boolean right = Long.remainderUnsigned(hash(log, seed) >>> 40, 3) != 0;
    return right ? next(log, seed) : 'z';
  }

  /** What plain decoding gives, the stop id included. */
  public List<Integer> generate(int[] prompt, long seed, int limit) {
    List<Integer> log = new ArrayList<>();
    for (int id : prompt) {
      log.add(id);
    }
    List<Integer> generated = new ArrayList<>();
    while (log.size() < limit) {
      int id = next(log, seed);
      log.add(id);
      generated.add(id);
      if (id == STOP) {
        break;
      }
    }
    return generated;
  }

  private static long hash(List<Integer> log, long seed) {
    long hash = seed ^ 0x9E3779B97F4A7C15L;
    for (int id : log) {
      hash = (hash ^ id) * 0xBF58476D1CE4E5B9L;
      hash ^= hash >>> 31;
    }
    return hash;
  }
}
