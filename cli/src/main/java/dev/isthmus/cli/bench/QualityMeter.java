package dev.isthmus.cli.bench;

import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Compares a precision with fp32 over fp32's own greedy answers. */
final class QualityMeter {

  private static final int MOST_ANSWER = 128;
  private static final int CHUNK = 16;

  private final StepEngine reference;
  private final BenchModel model;
  private final List<Answer> answers = new ArrayList<>();

  /**
   * A question and what fp32 says to it.
   *
   * @param prompt how many of the ids are the question's
   */
  private record Answer(int[] ids, int prompt) {}

  /**
   * @param reference the model in fp32
   */
  QualityMeter(StepEngine reference, BenchModel model) {
    this.reference = reference;
    this.model = model;
  }

  /** Collects greedy answers of fp32 until they have enough tokens or the prompts are used up. */
  void answer(List<String> prompts, int tokens) {
    int collected = 0;
    for (String prompt : prompts) {
      if (collected >= tokens) {
        return;
      }
      Answer answer = greedy(model.prompt(prompt));
      answers.add(answer);
      collected += answer.ids.length - answer.prompt;
    }
  }

  private Answer greedy(int[] prompt) {
    int[] log = Arrays.copyOf(prompt, prompt.length + MOST_ANSWER);
    int length = prompt.length;
    try (Sequence sequence = admit(reference, log, length)) {
      while (length < log.length) {
        int[] missing = Arrays.copyOfRange(log, sequence.length(), length);
        StepResult row = reference.step(List.of(Window.of(sequence, missing, 1))).get(0);
        float[] logits = new float[row.width()];
        row.values().get(0, logits);
        int chosen = LogitRows.best(logits);
        log[length++] = chosen;
        if (model.ends(chosen)) {
          break;
        }
      }
    }
    return new Answer(Arrays.copyOf(log, length), prompt.length);
  }

  /** Scores every answer by both engines. */
  Quality compare(StepEngine other) {
    int same = 0;
    int tokens = 0;
    double divergence = 0;
    for (Answer answer : answers) {
      List<float[]> wanted = score(reference, answer);
      List<float[]> got = score(other, answer);
      for (int i = 0; i < wanted.size(); i++) {
        same += LogitRows.best(wanted.get(i)) == LogitRows.best(got.get(i)) ? 1 : 0;
        divergence += LogitRows.divergence(wanted.get(i), got.get(i));
        tokens++;
      }
    }
    return new Quality((double) same / tokens, divergence / tokens, tokens);
  }

  private static List<float[]> score(StepEngine engine, Answer answer) {
    List<float[]> rows = new ArrayList<>();
    int last = answer.ids.length - 1; // the last token is not fed: nothing follows it
    try (Sequence sequence = admit(engine, answer.ids, answer.prompt)) {
      sequence.truncate(Math.min(sequence.length(), answer.prompt - 1));
      while (sequence.length() < last) {
        int first = sequence.length();
        boolean inPrompt = first < answer.prompt - 1;
        int end =
            inPrompt ? Math.min(first + 256, answer.prompt - 1) : Math.min(first + CHUNK, last);
        int[] ids = Arrays.copyOfRange(answer.ids, first, end);
        StepResult result =
            engine.step(List.of(Window.of(sequence, ids, inPrompt ? 0 : ids.length))).get(0);
        for (int row = 0; !inPrompt && row < ids.length; row++) {
          float[] logits = new float[result.width()];
          result.values().get(row * result.width(), logits);
          rows.add(logits);
        }
      }
    }
    return rows;
  }

  private static Sequence admit(StepEngine engine, int[] ids, int known) {
    if (engine.admit(Arrays.copyOf(ids, known), ids.length) instanceof Admission.Admitted it) {
      return it.sequence();
    }
    throw new IllegalStateException("the engine has no room for one session");
  }
}
