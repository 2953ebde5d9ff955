package dev.isthmus.agent.assign;

import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.text.TemplateFile;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Puts a model's tokenizer and template where routers fetch them; once for each model. */
public final class TextFiles {

  private final TextStore store;
  private final Map<String, ModelTexts> byModel = new ConcurrentHashMap<>();

  public TextFiles(TextStore store) {
    this.store = store;
  }

  ModelTexts put(ModelSource source) {
    return byModel.computeIfAbsent(
        source.digest(),
        digest ->
            new ModelTexts(
                store.put(source.tokenizerJson()),
                source
                    .template()
                    .map(template -> store.put(TemplateFile.write(template)))
                    .orElse("")));
  }
}
