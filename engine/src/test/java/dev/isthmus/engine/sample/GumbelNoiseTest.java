package dev.isthmus.engine.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GumbelNoiseTest {

  @Test
  void thePublishedVectorsHold() throws IOException {
    try (InputStream file = getClass().getResourceAsStream("gumbel-vectors.json")) {
      JsonNode vectors = new ObjectMapper().readTree(file).get("vectors");
      assertThat(vectors).hasSize(10);
      for (JsonNode vector : vectors) {
        long seed = Long.parseLong(vector.get("seed").asText());
        long position = vector.get("position").asLong();
        int token = vector.get("token").asInt();
        double noise = vector.get("noise").asDouble();
        assertThat(GumbelNoise.bits(GumbelNoise.key(seed, position), token))
            .isEqualTo(Long.parseLong(vector.get("bits").asText()));
        assertThat(GumbelNoise.at(seed, position, token))
            .isCloseTo(noise, within(1e-15 * Math.max(1, Math.abs(noise))));
      }
    }
  }

  @Test
  void theBoundIsNeverBelowTheNoise() {
    Random random = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      long bits = random.nextLong() >>> 11 | ((1L << (i % 53)) - 1) << 1 & (1L << 53) - 1;
      assertThat(GumbelNoise.bound(bits)).isGreaterThanOrEqualTo(GumbelNoise.noise(bits));
    }
  }

  @Test
  void theNoiseOfTheLeastAndTheLargestDrawIsFinite() {
    long last = (1L << 53) - 1;
    assertThat(GumbelNoise.noise(0)).isCloseTo(-Math.log(54 * Math.log(2)), within(1e-12));
    assertThat(GumbelNoise.noise(last)).isCloseTo(53 * Math.log(2), within(1e-12));
    assertThat(GumbelNoise.MOST).isGreaterThanOrEqualTo(GumbelNoise.bound(last));
  }

  @Test
  void noiseHasTheMeanAndVarianceOfGumbels() {
    int count = 400_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; i++) {
      double noise = GumbelNoise.at(3, i / 1000, i % 1000);
      sum += noise;
      squares += noise * noise;
    }
    double mean = sum / count;
    assertThat(mean).isCloseTo(0.5772156649, within(0.01));
    assertThat(squares / count - mean * mean).isCloseTo(Math.PI * Math.PI / 6, within(0.03));
  }

  @Test
  void seedsPositionsAndTokensThatLieSideBySideAreUnrelated() {
    assertThat(correlation(i -> GumbelNoise.at(i, 5, 9), i -> GumbelNoise.at(i + 1, 5, 9)))
        .isCloseTo(0, within(0.02));
    assertThat(correlation(i -> GumbelNoise.at(5, i, 9), i -> GumbelNoise.at(5, i + 1, 9)))
        .isCloseTo(0, within(0.02));
    assertThat(correlation(i -> GumbelNoise.at(5, 9, i), i -> GumbelNoise.at(5, 9, i + 1)))
        .isCloseTo(0, within(0.02));
    assertThat(correlation(i -> GumbelNoise.at(i, i + 1, 9), i -> GumbelNoise.at(i + 1, i, 9)))
        .isCloseTo(0, within(0.02));
  }

  private static double correlation(Draw first, Draw second) {
    int count = 50_000;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += (first.at(i) - 0.5772) * (second.at(i) - 0.5772);
    }
    return sum / count / (Math.PI * Math.PI / 6);
  }

  private interface Draw {
    double at(int i);
  }
}
