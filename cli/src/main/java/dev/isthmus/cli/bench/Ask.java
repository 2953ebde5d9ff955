package dev.isthmus.cli.bench;

import dev.isthmus.cli.chat.Answer;
import dev.isthmus.cli.chat.ChatClient;
import dev.isthmus.cli.chat.Message;
import dev.isthmus.cli.chat.Question;
import java.util.ArrayList;
import java.util.List;

/**
 * A question as benches ask it.
 *
 * @param mode null: the router chooses
 */
record Ask(String prompt, double temperature, double topP, long seed, int maxTokens, String mode) {

  /**
   * An answer and when its pieces came.
   *
   * @param gaps milliseconds between pieces that follow one another
   * @param wallMillis from sending the request to the answer's end
   */
  record Timed(Answer answer, List<Double> gaps, double wallMillis) {}

  static Ask greedy(String prompt, int maxTokens, String mode) {
    return new Ask(prompt, 0, 1, 1, maxTokens, mode);
  }

  Question question(String model) {
    return new Question(
        model,
        List.of(new Message("user", prompt)),
        temperature,
        topP,
        seed,
        maxTokens,
        mode,
        false);
  }

  Timed of(ChatClient client, String model) {
    List<Long> times = new ArrayList<>();
    long begun = System.nanoTime();
    Answer answer = client.ask(question(model), (text, accepted) -> times.add(System.nanoTime()));
    double wall = (System.nanoTime() - begun) / 1e6;
    List<Double> gaps = new ArrayList<>();
    for (int i = 1; i < times.size(); i++) {
      gaps.add((times.get(i) - times.get(i - 1)) / 1e6);
    }
    return new Timed(answer, gaps, wall);
  }
}
