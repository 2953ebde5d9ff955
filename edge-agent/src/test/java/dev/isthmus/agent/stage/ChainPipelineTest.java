package dev.isthmus.agent.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import dev.isthmus.protocol.v1.HiddenStates;
import dev.isthmus.protocol.v1.StageFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A model over stages gives the bits that it gives in one engine. */
class ChainPipelineTest {

  private static final int[] TOKENS = Fixture.tokens(120, 1);

  @TempDir static Path cache;

  private static Fixture fixture(String name, Precision precision) {
    return new Fixture(name, precision, cache);
  }

  /** Logits of every row in one engine. */
  private static float[] whole(Fixture fixture, int[] tokens) {
    try (StepEngine engine = fixture.stage(0, fixture.layers())) {
      Sequence sequence = ((Admission.Admitted) engine.admit(tokens, tokens.length)).sequence();
      StepResult result = engine.step(List.of(Window.of(sequence, tokens, tokens.length))).get(0);
      float[] values = new float[result.rows() * result.width()];
      result.values().get(0, values);
      return values;
    }
  }

  private static float[] rows(float[] all, int from, int to) {
    int width = all.length / TOKENS.length;
    return Arrays.copyOfRange(all, from * width, to * width);
  }

  private static Window window(Sequence sequence, int from, int to) {
    return Window.of(sequence, Arrays.copyOfRange(TOKENS, from, to), to - from);
  }

  private static InProcessChain evenly(Fixture fixture, int stages) {
    int layers = fixture.layers();
    int[] bounds = new int[stages + 1];
    Arrays.setAll(bounds, i -> i * layers / stages);
    return new InProcessChain(fixture, HiddenStates.STATES_FP32, bounds);
  }

  @ParameterizedTest
  @CsvSource({
    "llama-gqa, FP32, 2",
    "llama-gqa, INT8, 3",
    "llama-gqa, INT4, 3",
    "qwen3-qknorm, FP32, 3",
    "mistral-window-24, FP32, 3"
  })
  void everyRowHasTheBitsOfOneEngineWhateverTheWindowsAndTheStages(
      String name, Precision precision, int stages) {
    Fixture fixture = fixture(name, precision);
    float[] whole = whole(fixture, TOKENS);
    try (InProcessChain chain = evenly(fixture, stages)) {
      Sequence sequence = chain.begin(TOKENS.length);
      List<InProcessChain.Answer> answers = new ArrayList<>();
      int[] ends = {33, 34, 36, 69, 70, 120};
      for (int i = 0, from = 0; i < ends.length; from = ends[i++]) {
        // All of them are in the air at once.
        answers.addAll(chain.send(List.of(window(sequence, from, ends[i]))));
      }
      for (int i = 0, from = 0; i < ends.length; from = ends[i++]) {
        assertThat(answers.get(i).values())
            .as("rows from %d", from)
            .isEqualTo(rows(whole, from, ends[i]));
      }
    }
  }

  @Test
  void aRejectedDraftLeavesNoTraceInAnyStage() {
    Fixture fixture = fixture("llama-gqa", Precision.FP32);
    float[] whole = whole(fixture, TOKENS);
    try (InProcessChain chain = evenly(fixture, 3)) {
      Sequence sequence = chain.begin(TOKENS.length);
      chain.send(List.of(window(sequence, 0, 40)));
      chain.send(List.of(Window.of(sequence, Fixture.tokens(9, 5), 9))).get(0).values();
      sequence.truncate(41);
      sequence.truncate(40);
      assertThat(chain.send(List.of(window(sequence, 40, 48))).get(0).values())
          .isEqualTo(rows(whole, 40, 48));
    }
  }

  @Test
  void aStageThatDiesIsRebuiltFromWhatTheOneBeforeItSent() {
    Fixture fixture = fixture("llama-gqa", Precision.FP32);
    float[] whole = whole(fixture, TOKENS);
    for (String dead : List.of("stage-1", "stage-2")) {
      try (InProcessChain chain = evenly(fixture, 3)) {
        Sequence sequence = chain.begin(TOKENS.length);
        chain.send(List.of(window(sequence, 0, 50))).get(0).values();
        chain.send(List.of(window(sequence, 50, 51))).get(0).values();
        List<InProcessChain.Answer> inTheAir = chain.send(List.of(window(sequence, 51, 60)));
        chain.replace(dead);
        assertThat(inTheAir.get(0).values()).as(dead).isEqualTo(rows(whole, 51, 60));
        assertThat(chain.send(List.of(window(sequence, 60, 61))).get(0).values())
            .isEqualTo(rows(whole, 60, 61));
      }
    }
  }

  @Test
  void aSessionThatBeginsLikeAClosedOneComputesOnlyWhatIsNewThoughItIsLonger() {
    Fixture fixture = fixture("llama-gqa", Precision.INT8);
    float[] whole = whole(fixture, TOKENS);
    try (InProcessChain chain = evenly(fixture, 3)) {
      closedAfter(chain, 50);

      Sequence again = chain.begin(TOKENS, TOKENS.length);

      assertThat(again.length()).isEqualTo(50);
      assertThat(chain.send(List.of(window(again, 50, 120))).get(0).values())
          .isEqualTo(rows(whole, 50, 120));
    }
  }

  @Test
  void rowsThatWereKeptAndGotLostWithTheirStageAreSentAgain() {
    Fixture fixture = fixture("llama-gqa", Precision.FP32);
    float[] whole = whole(fixture, TOKENS);
    for (String dead : List.of("stage-1", "stage-2")) {
      try (InProcessChain chain = evenly(fixture, 3)) {
        closedAfter(chain, 50);
        chain.replace(dead);

        Sequence again = chain.begin(TOKENS, TOKENS.length);

        assertThat(again.length()).as(dead).isEqualTo(50);
        assertThat(chain.send(List.of(window(again, 50, 60))).get(0).values())
            .isEqualTo(rows(whole, 50, 60));
      }
    }
  }

  /** A session over the first tokens that has room for no more than 60, and is closed. */
  private static void closedAfter(InProcessChain chain, int tokens) {
    Sequence closed = chain.begin(60);
    chain.send(List.of(window(closed, 0, tokens))).get(0).values();
    closed.close();
  }

  @Test
  void statesThatAreNoNumbersEndTheirSessionByNameAndNoOther() {
    Fixture fixture = fixture("llama-gqa", Precision.FP32);
    float[] whole = whole(fixture, TOKENS);
    try (InProcessChain chain = evenly(fixture, 3)) {
      Sequence good = chain.begin(TOKENS.length);
      Sequence bad = chain.begin(TOKENS.length);
      chain.send(List.of(window(good, 0, 20))).get(0).values();
      chain.dialer.bend(ChainPipelineTest::poisoned);
      var answer = chain.send(List.of(window(bad, 0, 5))).get(0);
      assertThatThrownBy(answer::values)
          .hasMessageMatching(
              "InvalidStates: stage \\[\\d,\\d\\) was sent NaN as value 3 of its hidden states");
      chain.dialer.bend(frame -> frame);
      assertThat(chain.send(List.of(window(good, 20, 25))).get(0).values())
          .isEqualTo(rows(whole, 20, 25));
      bad.close();
      assertThat(chain.begin(TOKENS, TOKENS.length).length())
          .as("nothing is taken over from it")
          .isZero();
    }
  }

  @Test
  void aChainIsMeasuredAllTheWayRoundBeforeItServes() {
    try (InProcessChain chain = evenly(fixture("llama-gqa", Precision.FP32), 2)) {
      assertThat(chain.pipeline.profile().orElseThrow().getStepsList())
          .extracting(step -> step.getRows() + "x" + step.getSessions())
          .containsExactly("1x1", "2x1", "4x1", "8x1", "16x1", "1x4", "1x8");
    }
  }

  @ParameterizedTest
  @CsvSource({"STATES_BF16, 0.9", "STATES_INT8, 0.8"})
  void statesThatLoseBitsSayHowOftenTheFirstChoiceIsTheSame(HiddenStates states, double least) {
    Fixture fixture = fixture("llama-gqa", Precision.FP32);
    String exactClass;
    try (InProcessChain exact = evenly(fixture, 2)) {
      exactClass = exact.pipeline.info().numericsClass();
      assertThat(exact.pipeline.profile().orElseThrow().getStatesAgreement()).isZero();
    }
    try (InProcessChain chain = new InProcessChain(fixture, states, 0, 2, fixture.layers())) {
      var profile = chain.pipeline.profile().orElseThrow();
      assertThat(profile.getStatesAgreement()).isBetween(least, 1.0);
      assertThat(profile.getStatesKl()).isPositive();
      assertThat(chain.pipeline.info().numericsClass()).isNotEqualTo(exactClass);
    }
  }

  private static StageFrame poisoned(StageFrame frame) {
    if (!frame.hasStep() || frame.getStep().getWindows(0).getStates().isEmpty()) {
      return frame;
    }
    StageFrame.Builder bent = frame.toBuilder();
    ByteBuffer states =
        ByteBuffer.wrap(frame.getStep().getWindows(0).getStates().toByteArray())
            .order(ByteOrder.LITTLE_ENDIAN);
    states.putFloat(3 * Float.BYTES, Float.NaN);
    bent.getStepBuilder().getWindowsBuilder(0).setStates(ByteString.copyFrom(states.rewind()));
    return bent.build();
  }
}
