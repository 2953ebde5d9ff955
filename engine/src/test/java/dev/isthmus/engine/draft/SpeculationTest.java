package dev.isthmus.engine.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import dev.isthmus.engine.sample.Acceptance;
import dev.isthmus.engine.sample.Accepted;
import dev.isthmus.engine.sample.Ending;
import dev.isthmus.engine.sample.Finish;
import dev.isthmus.engine.sample.GumbelChooser;
import dev.isthmus.engine.sample.Sampling;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drafter and verifier together, over an engine that notices every wrong row. */
class SpeculationTest {

  private static final int[] PROMPT = {5, 9, 5, 9, 5, 11, 30, 2, 5, 9, 5, 9, 5, 11, 30, 2, 5, 9, 7};
  private static final Drafter NONE = (log, length, count) -> new int[0];
  private static final Sampling SAMPLED = new Sampling(0.8, 0, 0.95, 4711);

  private final ToyEngine verifier = new ToyEngine(0, 400);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 20})
  void draftsOfAModelChangeNoToken(int window) {
    for (Sampling sampling : List.of(Sampling.GREEDY, SAMPLED)) {
      int[] plain = generate(NONE, sampling, 0).tokens();
      try (Drafter drafter = new ModelDrafter(new ToyEngine(7, 400), sampling, new int[0])) {
        assertThat(generate(drafter, sampling, window).tokens()).isEqualTo(plain);
      }
    }
  }

  @Test
  void promptLookupChangesNoToken() {
    int[] plain = generate(NONE, SAMPLED, 0).tokens();
    assertThat(generate(new PromptLookup(1, 4), SAMPLED, 5).tokens()).isEqualTo(plain);
  }

  @Test
  void aDraftThatIsTheVerifierItselfIsAcceptedWhole() {
    try (Drafter drafter = new ModelDrafter(new ToyEngine(0, 400), SAMPLED, new int[0])) {
      Run run = generate(drafter, SAMPLED, 4);
      assertThat(run.rounds()).isEqualTo((run.tokens().length - PROMPT.length) / 5);
    }
  }

  @Test
  void afterADraftAcceptedWholeTwoRowsAreFedAndThenOneEach() {
    ToyEngine own = new ToyEngine(0, 400);
    try (Drafter drafter = new ModelDrafter(own, SAMPLED, new int[0])) {
      generate(drafter, SAMPLED, 3);
    }
    // The prompt in chunks of 16, then rounds of three tokens each.
    assertThat(own.stepRows.subList(0, 10)).containsExactly(16, 3, 1, 1, 2, 1, 1, 2, 1, 1);
  }

  @Test
  void nothingIsDraftedBehindAStopId() {
    ToyEngine own = new ToyEngine(0, 400);
    int[] free = generate(NONE, Sampling.GREEDY, 0).tokens();
    int stop = free[PROMPT.length + 2];
    try (Drafter drafter = new ModelDrafter(own, Sampling.GREEDY, new int[] {stop})) {
      int[] draft = drafter.draft(PROMPT, PROMPT.length, 10);
      int[] expected = Arrays.copyOfRange(free, PROMPT.length, PROMPT.length + 10);
      int end = firstIndex(expected, stop);
      assertThat(draft).isEqualTo(Arrays.copyOf(expected, end + 1));
    }
  }

  @Test
  void anEngineWithoutRoomDraftsNothing() {
    try (Drafter drafter = new ModelDrafter(new ToyEngine(0, 10), SAMPLED, new int[0])) {
      assertThat(drafter.draft(PROMPT, PROMPT.length, 4)).isEmpty();
    }
  }

  private static int firstIndex(int[] tokens, int token) {
    int i = 0;
    while (tokens[i] != token) {
      i++;
    }
    return i;
  }

  private record Run(int[] tokens, int rounds) {}

  private Run generate(Drafter drafter, Sampling sampling, int window) {
    int limit = PROMPT.length + 60;
    int maxRows = verifier.info().maxRows();
    VerifySession session =
        new VerifySession(
            PROMPT, sampling, new Ending(new int[0], limit), new Acceptance(new GumbelChooser()));
    Sequence sequence = ((Admission.Admitted) verifier.admit(PROMPT, limit)).sequence();
    while (session.prefill(sequence.length(), maxRows).isPresent()) {
      step(sequence, session.prefill(sequence.length(), maxRows).orElseThrow());
    }
    int rounds = 0;
    while (session.finish() == Finish.NONE) {
      int[] log = session.tokens(0, session.length());
      int[] draft = drafter.draft(log, log.length, window);
      Rows rows = session.next(sequence.length(), draft, maxRows);
      StepResult result = step(sequence, rows);
      Accepted accepted = session.accept(result.values(), result.width(), null);
      sequence.truncate(session.kvLength());
      assertThat(accepted.tokens()).isNotEmpty();
      rounds++;
    }
    return new Run(session.tokens(0, session.length()), rounds);
  }

  private StepResult step(Sequence sequence, Rows rows) {
    return verifier.step(List.of(Window.of(sequence, rows.tokens(), rows.logitRows()))).get(0);
  }
}
