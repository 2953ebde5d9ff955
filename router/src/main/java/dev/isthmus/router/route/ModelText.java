package dev.isthmus.router.route;

import dev.isthmus.engine.text.ChatTemplate;
import dev.isthmus.engine.text.Tokenizer;
import java.util.Optional;

/**
 * A model's words.
 *
 * @param template empty where the model has none: it completes text and cannot chat
 */
public record ModelText(Tokenizer tokenizer, Optional<ChatTemplate> template) {}
