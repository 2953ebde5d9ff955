package dev.isthmus.engine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.engine.source.ModelRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenFileTest {

  @TempDir Path folder;

  @Test
  void theSmallFixturesFormatIsRead() throws IOException {
    Golden golden =
        read(
            """
            {"cases": [{"prompt": "one\\ntwo", "input_ids": [5, 6], "logits_last": [0.5, -1],
                        "greedy_ids": [1, 0], "min_top1_margin": 0.2}],
             "chat": {"messages": [{"role": "user", "content": "hi"}], "rendered": "<hi>"},
             "tokenizer": [{"text": "x", "ids": [9], "decoded": "x "}]}
            """);
    Golden.Case only = golden.cases().get(0);
    assertThat(only.name()).isEqualTo("one two");
    assertThat(only.promptIds()).containsExactly(5, 6);
    assertThat(only.lastLogits()).containsExactly(0.5f, -1);
    assertThat(only.greedyIds()).containsExactly(1, 0);
    assertThat(golden.chats().get(0).messages().get(0).content()).isEqualTo("hi");
    assertThat(golden.texts().get(0).decoded()).isEqualTo("x ");
  }

  @Test
  void aRealModelsFormatIsRead() throws IOException {
    Golden golden =
        read(
            """
            {"cases": [
              {"kind": "chat", "text": "hi", "rendered": "<hi>", "prompt_ids": [7],
               "greedy_ids": [1], "margins": [0.004], "logprobs": [-0.5]},
              {"kind": "text", "text": "raw", "rendered": "raw", "prompt_ids": [8],
               "greedy_ids": [2], "margins": [1], "logprobs": [-0.1]}]}
            """);
    assertThat(golden.cases()).hasSize(2);
    assertThat(golden.cases().get(0).lastLogits()).isNull();
    assertThat(golden.cases().get(0).margins()).containsExactly(0.004);
    assertThat(golden.chats()).hasSize(1);
    assertThat(golden.chats().get(0).rendered()).isEqualTo("<hi>");
    assertThat(golden.texts()).extracting(Golden.Text::text).containsExactly("<hi>", "raw");
  }

  @Test
  void whatIsNoGoldenFileIsRefusedByName() throws IOException {
    Path file = folder.resolve("golden.json");
    assertThatThrownBy(() -> GoldenFile.read(file))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessage(file + " cannot be read; it holds the reference outputs");
    assertThatThrownBy(() -> read("{"))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("is no JSON");
    assertThatThrownBy(() -> read("{\"cases\": 3}"))
        .hasMessage(file + ": cases is not a list; no known golden.json");
    assertThatThrownBy(() -> read("{\"cases\": [{\"prompt_ids\": [1.5]}]}"))
        .hasMessageContaining("prompt_ids is not a list of token ids");
  }

  private Golden read(String json) throws IOException {
    return GoldenFile.read(Files.writeString(folder.resolve("golden.json"), json));
  }
}
