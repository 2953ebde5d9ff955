package dev.isthmus.engine.runtime;

/**
 * KV of a closed session.
 *
 * @param tokens the tokens whose rows it holds
 */
record KeptKv(int[] tokens, KvBlock block) {

  /** How many leading tokens are the same. */
  int common(int[] others, int most) {
    int end = Math.min(tokens.length, most);
    int i = 0;
    while (i < end && tokens[i] == others[i]) {
      i++;
    }
    return i;
  }
}
