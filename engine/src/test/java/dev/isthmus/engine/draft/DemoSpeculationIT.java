package dev.isthmus.engine.draft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.demo.DemoModel;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.EngineLoader;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import dev.isthmus.engine.sample.Acceptance;
import dev.isthmus.engine.sample.Ending;
import dev.isthmus.engine.sample.Finish;
import dev.isthmus.engine.sample.GumbelChooser;
import dev.isthmus.engine.sample.Sampling;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.text.ModelTokenizer;
import dev.isthmus.engine.text.Tokenizer;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The demo's model with its draft: what is drafted changes no token, in any precision. */
class DemoSpeculationIT {

  private static final int ANSWER = 48;
  private static final int WINDOW = 4;
  private static final List<Sampling> SAMPLINGS =
      List.of(Sampling.GREEDY, new Sampling(0.8, 0, 0.95, 17));
  private static final List<String> QUESTIONS =
      List.of(
          "Write a Python function that reverses a string.",
          "Repeat after me, twice: red, green, blue, yellow, orange, purple.");

  private static final Drafter NONE = (log, length, count) -> new int[0];

  @ParameterizedTest
  @EnumSource
  void speculativeEqualsPlain(Precision precision) {
    try (ModelSource target = DemoModel.target();
        ModelSource draft = DemoModel.draft();
        Tokenizer tokenizer = ModelTokenizer.of(target.tokenizerJson());
        StepEngine verifier = load(target, precision);
        StepEngine drafter = load(draft, precision)) {
      int[] stop = target.stopIds();
      for (Sampling sampling : SAMPLINGS) {
        Tally tally = new Tally();
        for (String question : QUESTIONS) {
          int[] prompt = tokenizer.encode(chat(question), false);
          int[] plain = generate(verifier, NONE, prompt, sampling, stop, new Tally());
          Drafter lookup = new PromptLookup(2, 5);
          assertThat(generate(verifier, lookup, prompt, sampling, stop, new Tally()))
              .isEqualTo(plain);
          try (Drafter model = new ModelDrafter(drafter, sampling, stop)) {
            assertThat(generate(verifier, model, prompt, sampling, stop, tally)).isEqualTo(plain);
          }
        }
        // The draft earns its keep: more than one and a half tokens a round.
        assertThat(tally.tokensPerRound())
            .as(String.format(Locale.ROOT, "%s at T %.1f", precision, sampling.temperature()))
            .isGreaterThan(1.5);
      }
    }
  }

  private static int[] generate(
      StepEngine engine,
      Drafter drafter,
      int[] prompt,
      Sampling sampling,
      int[] stop,
      Tally tally) {
    int limit = prompt.length + ANSWER;
    int maxRows = engine.info().maxRows();
    VerifySession session =
        new VerifySession(
            prompt, sampling, new Ending(stop, limit), new Acceptance(new GumbelChooser()));
    try (Sequence sequence = ((Admission.Admitted) engine.admit(prompt, limit)).sequence()) {
      while (session.finish() == Finish.NONE) {
        int[] log = session.tokens(0, session.length());
        int[] draft = drafter.draft(log, log.length, WINDOW);
        Rows rows = session.next(sequence.length(), draft, maxRows);
        StepResult result =
            engine.step(List.of(Window.of(sequence, rows.tokens(), rows.logitRows()))).get(0);
        tally.add(session.accept(result.values(), result.width(), null).tokens().length);
        sequence.truncate(session.kvLength());
      }
    }
    return session.tokens(0, session.length());
  }

  private static StepEngine load(ModelSource source, Precision precision) {
    var architecture = Families.architecture(source);
    EngineOptions options = EngineOptions.of(DemoModel.CACHE, 2, 256 << 20);
    StageRange all = new StageRange(0, architecture.layers());
    return EngineLoader.load(source, architecture, all, precision, options);
  }

  private static String chat(String question) {
    return "<|im_start|>user\n" + question + "<|im_end|>\n<|im_start|>assistant\n";
  }

  private static final class Tally {
    private int tokens;
    private int rounds;

    void add(int committed) {
      tokens += committed;
      rounds++;
    }

    double tokensPerRound() {
      return (double) tokens / rounds;
    }
  }
}
