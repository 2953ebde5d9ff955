package dev.isthmus.engine.measure;

import dev.isthmus.engine.runtime.Sequence;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.engine.runtime.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A model's greedy answers to prompts: the text on which its precisions are compared. */
public final class OwnAnswers {

  private final StepEngine engine;
  private final int[] stopIds;

  /**
   * @param engine holds all layers
   * @param stopIds end an answer, ascending
   */
  public OwnAnswers(StepEngine engine, int[] stopIds) {
    this.engine = engine;
    this.stopIds = stopIds;
  }

  /**
   * Answers prompts one after another until there are tokens enough or no prompts left.
   *
   * @param longest most tokens of an answer
   * @param enough tokens of all answers together
   */
  public List<Answer> write(List<int[]> prompts, int longest, int enough) {
    List<Answer> answers = new ArrayList<>();
    int written = 0;
    for (int[] prompt : prompts) {
      if (written >= enough) {
        break;
      }
      Answer answer = answer(prompt, longest);
      answers.add(answer);
      written += answer.length();
    }
    return answers;
  }

  private Answer answer(int[] prompt, int longest) {
    int[] tokens = Arrays.copyOf(prompt, prompt.length + longest);
    int length = prompt.length;
    try (Sequence sequence = Teacher.admit(engine, prompt, tokens.length)) {
      StepResult result = Teacher.prefill(engine, sequence, prompt);
      while (length < tokens.length) {
        int id = Teacher.best(result, 0);
        tokens[length++] = id;
        if (Arrays.binarySearch(stopIds, id) >= 0 || length == tokens.length) {
          break;
        }
        result = engine.step(List.of(Window.of(sequence, new int[] {id}, 1))).get(0);
      }
    }
    return new Answer(Arrays.copyOf(tokens, length), prompt.length);
  }
}
