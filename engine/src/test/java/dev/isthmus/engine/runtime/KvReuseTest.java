package dev.isthmus.engine.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KvReuseTest {

  @TempDir static Path cache;

  private static FixtureEngine engine(int tokens) {
    // llama-gqa: 4 layers, 2 heads of 16, keys and values: 1024 bytes a token.
    return new FixtureEngine("llama-gqa", Precision.INT8, cache, tokens * 1024L);
  }

  @Test
  void aSessionThatBeginsLikeAClosedOnePrefillsOnlyWhatIsNew() {
    int[] first = FixtureEngine.tokens(50, 1);
    int[] second = Arrays.copyOf(first, 70);
    second[40] = 5;
    try (FixtureEngine engine = engine(1024)) {
      float[][] fresh = engine.rows(second, 70);
      Sequence closed = engine.begin(first, 100);
      engine.engine().step(List.of(Window.of(closed, first, 1)));
      closed.close();

      Sequence again = ((Admission.Admitted) engine.engine().admit(second, 100)).sequence();

      assertThat(again.length()).isEqualTo(40);
      float[][] rows = new float[30][];
      int[] rest = Arrays.copyOfRange(second, 40, 70);
      FixtureEngine.copy(engine.engine().step(List.of(Window.of(again, rest, 30))).get(0), rows, 0);
      assertThat(rows).isDeepEqualTo(Arrays.copyOfRange(fresh, 40, 70));
    }
  }

  @Test
  void theLastTokenOfAKnownPromptIsLeftToBeScored() {
    int[] tokens = FixtureEngine.tokens(50, 1);
    try (FixtureEngine engine = engine(1024)) {
      Sequence closed = engine.begin(tokens, 60);
      engine.engine().step(List.of(Window.of(closed, tokens, 1)));
      closed.close();

      Sequence again = ((Admission.Admitted) engine.engine().admit(tokens, 60)).sequence();

      assertThat(again.length()).isEqualTo(49);
    }
  }

  @Test
  void aRejectedWindowLeavesNoTrace() {
    int[] tokens = FixtureEngine.tokens(40, 1);
    try (FixtureEngine engine = engine(1024)) {
      float[][] plain = engine.rows(tokens, 40);
      Sequence sequence = engine.begin(tokens, 60);
      engine.engine().step(List.of(Window.of(sequence, Arrays.copyOf(tokens, 30), 0)));
      engine.engine().step(List.of(Window.of(sequence, FixtureEngine.tokens(9, 5), 9)));
      sequence.truncate(30);
      float[][] rows = new float[10][];
      int[] rest = Arrays.copyOfRange(tokens, 30, 40);
      FixtureEngine.copy(
          engine.engine().step(List.of(Window.of(sequence, rest, 10))).get(0), rows, 0);

      assertThat(rows).isDeepEqualTo(Arrays.copyOfRange(plain, 30, 40));
    }
  }

  @Test
  void aSessionWaitsForMemoryOrNeverFits() {
    int[] tokens = FixtureEngine.tokens(10, 1);
    try (FixtureEngine engine = engine(200)) {
      Sequence open = engine.begin(tokens, 120); // reserves 128 tokens

      assertThat(engine.engine().admit(tokens, 90))
          .isEqualTo(new Admission.Wait(96 * 1024, 72 * 1024));
      assertThat(engine.engine().admit(tokens, 300))
          .isEqualTo(new Admission.NeverFits(304 * 1024, 200 * 1024));
      open.close();
      assertThat(engine.engine().admit(tokens, 90)).isInstanceOf(Admission.Admitted.class);
    }
  }

  @Test
  void aSessionThatGetsMoreRoomKeepsItsRows() {
    int[] tokens = FixtureEngine.tokens(60, 1);
    try (FixtureEngine engine = engine(200)) {
      float[][] plain = engine.rows(tokens, 60);
      Sequence sequence = engine.begin(Arrays.copyOf(tokens, 40), 40);
      engine.engine().step(List.of(Window.of(sequence, Arrays.copyOf(tokens, 40), 0)));

      assertThat(sequence.extend(300)).isFalse();
      assertThat(sequence.limit()).isEqualTo(40);
      assertThat(sequence.extend(180)).isTrue();

      assertThat(engine.engine().kvUse()).isEqualTo(new KvUse(200 * 1024, 192 * 1024, 0));
      float[][] rows = new float[20][];
      int[] rest = Arrays.copyOfRange(tokens, 40, 60);
      FixtureEngine.copy(
          engine.engine().step(List.of(Window.of(sequence, rest, 20))).get(0), rows, 0);
      assertThat(rows).isDeepEqualTo(Arrays.copyOfRange(plain, 40, 60));
      sequence.close();
      assertThat(engine.engine().kvUse().open()).isZero();
    }
  }

  @Test
  void keptKvGivesWayToANewSession() {
    int[] tokens = FixtureEngine.tokens(60, 1);
    try (FixtureEngine engine = engine(200)) {
      Sequence first = engine.begin(tokens, 100);
      engine.engine().step(List.of(Window.of(first, tokens, 0)));
      first.close();
      assertThat(engine.engine().kvUse().kept()).isEqualTo(64 * 1024);

      Admission other = engine.engine().admit(FixtureEngine.tokens(60, 9), 180);

      assertThat(other).isInstanceOf(Admission.Admitted.class);
      assertThat(engine.engine().kvUse()).isEqualTo(new KvUse(200 * 1024, 192 * 1024, 0));
    }
  }

  @Test
  void aSessionGrowsInPlaceOfItsReservationAndNoFurther() {
    int[] tokens = FixtureEngine.tokens(200, 1);
    try (FixtureEngine engine = engine(1024)) {
      float[][] whole = engine.rows(tokens, 200);
      Sequence sequence = engine.begin(Arrays.copyOf(tokens, 3), 200);
      float[][] rows = new float[200][];
      for (int at = 0; at < 200; at += 40) {
        int[] window = Arrays.copyOfRange(tokens, at, at + 40);
        FixtureEngine.copy(
            engine.engine().step(List.of(Window.of(sequence, window, 40))).get(0), rows, at);
      }

      assertThat(rows).isDeepEqualTo(whole);
      assertThatThrownBy(() -> engine.engine().step(List.of(Window.of(sequence, new int[] {3}, 1))))
          .hasMessage("1 rows after 200 exceed the 200 that were reserved");
    }
  }
}
