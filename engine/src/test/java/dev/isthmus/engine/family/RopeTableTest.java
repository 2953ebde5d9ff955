package dev.isthmus.engine.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Against what transformers computes for heads of 16, theta 10,000, YaRN from 256 by 4. */
class RopeTableTest {

  private static final double ATTENTION = 0.1 * Math.log(4) + 1;

  private static double frequency(boolean truncate, int pair) {
    Rope rope = new Rope.Yarn(10000, 4, 256, 32, 1, truncate, ATTENTION);
    RopeTable table = RopeTable.of(model(rope));
    return Math.atan2(table.sin(1, pair), table.cos(1, pair));
  }

  private static Architecture model(Rope rope) {
    return new Architecture(
        "llama",
        1,
        64,
        160,
        4,
        2,
        16,
        384,
        1024,
        1e-5,
        rope,
        new int[1],
        false,
        false,
        false,
        Architecture.QkNorm.NONE,
        true,
        null);
  }

  @Test
  void yarnBlendsBetweenWholeDimensions() {
    assertThat(frequency(true, 1)).isCloseTo(0.2569350600242615, within(1e-6));
    assertThat(frequency(true, 3)).isCloseTo(0.013834965415298939, within(1e-6));
    assertThat(frequency(true, 7)).isCloseTo(7.905694656074047e-05, within(1e-8));
  }

  @Test
  void yarnBlendsBetweenTheVeryDimensionsWhereItIsNotToTruncate() {
    assertThat(frequency(false, 1)).isCloseTo(0.25397229194641113, within(1e-6));
    assertThat(frequency(false, 3)).isCloseTo(0.009639943018555641, within(1e-6));
    assertThat(frequency(false, 7)).isCloseTo(7.905694656074047e-05, within(1e-8));
  }
}
