package dev.isthmus.engine.check;

import dev.isthmus.engine.text.ChatTemplate;
import java.util.List;

/**
 * Reference outputs of a model.
 *
 * @param cases prompts and what the model says to them
 * @param chats conversations and what the chat template makes of them
 * @param texts what the tokenizer makes of them
 */
public record Golden(List<Case> cases, List<Chat> chats, List<Text> texts) {

  public Golden {
    cases = List.copyOf(cases);
    chats = List.copyOf(chats);
    texts = List.copyOf(texts);
  }

  /**
   * A prompt.
   *
   * @param name the prompt's beginning, for messages
   * @param promptIds with everything that the model sees
   * @param lastLogits of the prompt's last position, or null where not given
   * @param greedyIds of plain greedy decoding
   * @param margins distance of best to second best at each of them, or null
   * @param logprobs of each of them, or null
   */
  public record Case(
      String name,
      int[] promptIds,
      float[] lastLogits,
      int[] greedyIds,
      double[] margins,
      double[] logprobs) {}

  /**
   * @param rendered with the generation prompt
   */
  public record Chat(String name, List<ChatTemplate.Message> messages, String rendered) {}

  /**
   * @param ids without special tokens of the tokenizer's own
   * @param decoded of these ids, or null where not given
   */
  public record Text(String text, int[] ids, String decoded) {}
}
