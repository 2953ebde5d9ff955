package dev.isthmus.engine.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.engine.demo.DemoModel;
import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.family.Families;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.source.ModelSource;
import dev.isthmus.engine.text.ChatTemplate;
import dev.isthmus.engine.text.JinjaTemplate;
import dev.isthmus.engine.text.ModelTokenizer;
import dev.isthmus.engine.text.Tokenizer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The demo's model in fp32 against its reference outputs. */
class DemoModelIT {

  private static final Path GOLDEN = Path.of("src/test/resources/fixtures/smollm2/golden.json");

  @Test
  void theDemoModelSaysWhatItsReferenceSays() {
    Golden golden = GoldenFile.read(GOLDEN);
    try (ModelSource source = DemoModel.target();
        Tokenizer tokenizer = ModelTokenizer.of(source.tokenizerJson())) {
      Architecture architecture = Families.architecture(source);
      EngineOptions options = EngineOptions.of(DemoModel.CACHE, 2, 256 << 20);
      ModelCheck check =
          new ModelCheck(source, architecture, Precision.FP32, options, ignored -> {});

      Optional<ChatTemplate> template =
          source.template().map(found -> new JinjaTemplate(found, Clock.systemUTC()));

      CheckReport report =
          check.texts(golden, tokenizer, template).and(check.numbers(golden, Cuts.NONE));

      assertThat(report.firstDifference()).isEmpty();
      // Tokens of each prompt, the template of the chats, greedy ids and logprobs of each case.
      assertThat(report.checks()).hasSize(12 + golden.chats().size() + 2 * 12);
    }
  }
}
