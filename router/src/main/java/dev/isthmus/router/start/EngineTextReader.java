package dev.isthmus.router.start;

import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.text.ChatTemplate;
import dev.isthmus.engine.text.JinjaTemplate;
import dev.isthmus.engine.text.ModelTokenizer;
import dev.isthmus.engine.text.TemplateFile;
import dev.isthmus.router.route.ModelText;
import dev.isthmus.router.route.TextReader;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;

/** Reads text files with the engine's tokenizer and template. */
final class EngineTextReader implements TextReader {

  private final Clock clock;

  /**
   * @param clock for templates that write the date
   */
  EngineTextReader(Clock clock) {
    this.clock = clock;
  }

  @Override
  public ModelText read(byte[] tokenizer, Optional<byte[]> template) throws IOException {
    try {
      Optional<ChatTemplate> chat =
          template.map(file -> new JinjaTemplate(TemplateFile.read(file), clock));
      return new ModelText(ModelTokenizer.of(tokenizer), chat);
    } catch (ModelRefusedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
