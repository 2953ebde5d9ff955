package dev.isthmus.engine.measure;

import dev.isthmus.engine.runtime.Admission;
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
   * Answers prompts in their order until there are tokens enough or no prompts left. Several are
   * written together, which changes none of them.
   *
   * @param longest most tokens of an answer
   * @param enough tokens of all answers together
   */
  public List<Answer> write(List<int[]> prompts, int longest, int enough) {
    int together = Math.min(engine.info().maxWindows(), (enough + longest - 1) / longest);
    List<Answer> answers = new ArrayList<>();
    int written = 0;
    int next = 0;
    while (next < prompts.size() && written < enough) {
      List<Answer> more =
          together(prompts.subList(next, Math.min(prompts.size(), next + together)), longest);
      next += more.size();
      for (Answer answer : more) {
        if (written < enough) {
          answers.add(answer);
          written += answer.length();
        }
      }
    }
    return answers;
  }

  /** Answers to the first prompts, as many as there is KV for. */
  private List<Answer> together(List<int[]> prompts, int longest) {
    List<Unfinished> answers = new ArrayList<>();
    try {
      for (int[] prompt : prompts) {
        int limit = prompt.length + longest;
        if (answers.isEmpty()) {
          answers.add(new Unfinished(prompt, limit, Teacher.admit(engine, prompt, limit)));
        } else if (engine.admit(prompt, limit) instanceof Admission.Admitted admitted) {
          answers.add(new Unfinished(prompt, limit, admitted.sequence()));
        } else {
          break;
        }
      }
      for (Unfinished answer : answers) {
        answer.take(Teacher.best(Teacher.prefill(engine, answer.sequence, answer.tokens()), 0));
      }
      for (List<Unfinished> open = open(answers); !open.isEmpty(); open = open(answers)) {
        List<StepResult> results = engine.step(open.stream().map(Unfinished::window).toList());
        for (int i = 0; i < open.size(); i++) {
          open.get(i).take(Teacher.best(results.get(i), 0));
        }
      }
      return answers.stream().map(Unfinished::answer).toList();
    } finally {
      answers.forEach(answer -> answer.sequence.close());
    }
  }

  private static List<Unfinished> open(List<Unfinished> answers) {
    return answers.stream().filter(answer -> !answer.ended).toList();
  }

  /** An answer that is being written. */
  private final class Unfinished {

    private final int prompt;
    private final Sequence sequence;
    private final int[] ids;
    private int length;
    private boolean ended;

    Unfinished(int[] prompt, int limit, Sequence sequence) {
      this.prompt = prompt.length;
      this.sequence = sequence;
      this.ids = Arrays.copyOf(prompt, limit);
      this.length = prompt.length;
    }

    int[] tokens() {
      return Arrays.copyOf(ids, length);
    }

    Window window() {
      return Window.of(sequence, new int[] {ids[length - 1]}, 1);
    }

    void take(int id) {
      ids[length++] = id;
      ended = Arrays.binarySearch(stopIds, id) >= 0 || length == ids.length;
    }

    Answer answer() {
      return new Answer(tokens(), prompt);
    }
  }
}
