package dev.isthmus.agent.assign;

/**
 * "sha256:&lt;hex&gt;" of a model's text files.
 *
 * @param template empty where the model has none
 */
public record ModelTexts(String tokenizer, String template) {

  public static final ModelTexts NONE = new ModelTexts("", "");
}
