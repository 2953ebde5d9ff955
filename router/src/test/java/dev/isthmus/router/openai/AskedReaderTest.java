package dev.isthmus.router.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.isthmus.engine.text.ChatTemplate.Message;
import dev.isthmus.router.openai.Asked.Prompt;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AskedReaderTest {

  private final AskedReader reader = new AskedReader();

  @Test
  void everyFieldThatWorksIsRead() {
    Asked asked =
        chat(
            """
            "max_completion_tokens": 7, "temperature": 0.5, "top_p": 0.9, "top_k": 40, "seed": -3,
            "stop": ["a", "b"], "stream": true, "stream_options": {"include_usage": true},
            "logprobs": true, "top_logprobs": 4
            """);
    assertThat(asked.maxTokens()).hasValue(7);
    assertThat(asked.temperature()).isEqualTo(0.5);
    assertThat(asked.topP()).isEqualTo(0.9);
    assertThat(asked.topK()).isEqualTo(40);
    assertThat(asked.seed()).hasValue(-3);
    assertThat(asked.stops()).containsExactly("a", "b");
    assertThat(asked.stream()).isTrue();
    assertThat(asked.includeUsage()).isTrue();
    assertThat(asked.logprobs()).isEqualTo(5);
  }

  @Test
  void textPartsAndTheDeveloperRoleAreUnderstood() {
    Asked asked =
        reader.chat(
            bytes(
                """
                {"model": "m", "messages": [
                  {"role": "developer", "content": "be brief"},
                  {"role": "user", "content": [{"type": "text", "text": "one"},
                                               {"type": "text", "text": "two"}]},
                  {"role": "assistant", "content": "three", "refusal": null, "tool_calls": []}]}
                """));
    assertThat(asked.prompt())
        .asInstanceOf(type(Prompt.Chat.class))
        .extracting(Prompt.Chat::messages)
        .isEqualTo(
            java.util.List.of(
                new Message("system", "be brief"),
                new Message("user", "one\ntwo"),
                new Message("assistant", "three")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"n\": 1",
        "\"frequency_penalty\": 0, \"presence_penalty\": 0.0, \"repetition_penalty\": 1.0",
        "\"logit_bias\": {}, \"tools\": [], \"tool_choice\": \"auto\", \"functions\": null",
        "\"response_format\": {\"type\": \"text\"}, \"modalities\": [\"text\"]",
        "\"user\": \"u\", \"metadata\": {\"a\": \"b\"}, \"store\": false",
        "\"min_p\": 0, \"ignore_eos\": false, \"skip_special_tokens\": true, \"best_of\": 1",
        "\"mirostat\": 0, \"mirostat_tau\": 5.0, \"typical_p\": 1, \"cache_prompt\": true",
        "\"parallel_tool_calls\": true, \"service_tier\": \"auto\", \"grammar\": \"\"",
        "\"stream_options\": null, \"stop\": null, \"seed\": null, \"top_k\": -1"
      })
  void knownFieldsAtValuesWithoutEffectAreAccepted(String fields) {
    assertThat(chat(fields).model()).isEqualTo("m");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "n | `\"n\": 2`",
        "chat_template_kwargs | `\"chat_template_kwargs\": [1]`",
        "frequency_penalty | `\"frequency_penalty\": 1`",
        "repetition_penalty | `\"repetition_penalty\": 0`",
        "response_format | `\"response_format\": {\"type\": \"json_object\"}`",
        "tools | `\"tools\": [{\"type\": \"function\"}]`",
        "store | `\"store\": true`",
        "ignore_eos | `\"ignore_eos\": true`",
        "surprise | `\"surprise\": null`",
        "temperature | `\"temperature\": \"hot\"`",
        "temperature | `\"temperature\": -0.1`",
        "temperature | `\"temperature\": 1e999`",
        "top_p | `\"top_p\": 0`",
        "top_k | `\"top_k\": 1.5`",
        "max_tokens | `\"max_tokens\": 0`",
        "max_tokens | `\"max_tokens\": 5, \"max_completion_tokens\": 6`",
        "seed | `\"seed\": 99999999999999999999`",
        "stop | `\"stop\": [\"a\",\"b\",\"c\",\"d\",\"e\"]`",
        "stop | `\"stop\": 3`",
        "stream | `\"stream\": \"yes\"`",
        "stream_options | `\"stream_options\": {\"include_usage\": true}`",
        "stream_options.other | `\"stream\": true, \"stream_options\": {\"other\": 1}`",
        "top_logprobs | `\"top_logprobs\": 2`",
        "top_logprobs | `\"logprobs\": true, \"top_logprobs\": 21`",
        "logprobs | `\"logprobs\": 3`"
      })
  void whatWouldChangeTheAnswerIsRefusedByItsName(String param, String fields) {
    assertThatThrownBy(() -> chat(fields))
        .asInstanceOf(type(ApiException.class))
        .satisfies(e -> assertThat(e.status()).isEqualTo(400))
        .satisfies(e -> assertThat(e.param()).isEqualTo(param))
        .satisfies(e -> assertThat(e.getMessage()).contains(param));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"n\": 2` | `n is 2; only 1 is supported here, or leave it out`",
        "`\"ignore_eos\": true` | `ignore_eos is true; only false is supported here, or leave it out`",
        "`\"tools\": [1]` | `tools is an array; only an empty one is supported here, or leave it out`",
        "`\"service_tier\": \"flex\"` | `service_tier is \"flex\"; only \"auto\" or \"default\" is supported here, or leave it out`",
        "`\"response_format\": {}` | `response_format is an object; only {\"type\": \"text\"} is supported here, or leave it out`",
        "`\"prediction\": 1` | `prediction is 1; only null is supported here, or leave it out`",
        "`\"stop\": 5` | `stop is 5; it must be a string or an array of strings`",
        "`\"seed\": \"a\"` | `seed is \"a\"; it must be a whole number of at most 64 bits`"
      })
  void aRefusalSaysTheValueAndWhatIsPossible(String fields, String message) {
    assertThatThrownBy(() -> chat(fields)).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "messages | `{\"model\": \"m\"}`",
        "messages | `{\"model\": \"m\", \"messages\": []}`",
        "messages | `{\"model\": \"m\", \"messages\": \"hi\"}`",
        "messages[0] | `{\"model\": \"m\", \"messages\": [1]}`",
        "messages[0].role | `{\"model\": \"m\", \"messages\": [{\"role\": \"tool\", \"content\": \"\"}]}`",
        "messages[0].content | `{\"model\": \"m\", \"messages\": [{\"role\": \"user\"}]}`",
        "messages[0].content | `{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": 1}]}`",
        "messages[0].content | `{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"\\ud800\"}]}`",
        "messages[0].content[0].type | `{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\"}]}]}`",
        "messages[0].name | `{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"x\", \"name\": \"bob\"}]}`",
        "model | `{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}`",
        "model | `{\"model\": 3, \"messages\": [{\"role\": \"user\", \"content\": \"x\"}]}`"
      })
  void aMessageThatIsNoneIsRefusedWithItsPlace(String param, String body) {
    assertThatThrownBy(() -> reader.chat(bytes(body)))
        .asInstanceOf(type(ApiException.class))
        .satisfies(e -> assertThat(e.param()).isEqualTo(param));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "\"x\"",
        "{\"a\":1}{",
        "{\"temperature\": NaN}",
        "{\"a\":1,\"a\":2}"
      })
  void whatIsNotOneJsonObjectIsRefused(String body) {
    assertThatThrownBy(() -> reader.chat(bytes(body)))
        .asInstanceOf(type(ApiException.class))
        .satisfies(e -> assertThat(e.status()).isEqualTo(400))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("enable").contains("body"));
  }

  @Test
  void promptsAreTextOrTokenIds() {
    assertThat(completion("\"prompt\": \"hi\"").prompt()).isEqualTo(new Prompt.Text("hi"));
    assertThat(completion("\"prompt\": [\"hi\"]").prompt()).isEqualTo(new Prompt.Text("hi"));
    assertThat(completion("\"prompt\": [1, 2]").prompt())
        .asInstanceOf(type(Prompt.Tokens.class))
        .satisfies(tokens -> assertThat(tokens.ids()).containsExactly(1, 2));
    assertThat(completion("\"prompt\": \"hi\"").maxTokens()).hasValue(16);
    assertThat(completion("\"prompt\": \"hi\", \"logprobs\": 0").logprobs()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"prompt\": \"\"",
        "\"prompt\": []",
        "\"prompt\": [\"a\", \"b\"]",
        "\"prompt\": [1, -2]",
        "\"prompt\": [1, \"a\"]",
        "\"prompt\": 1",
        "\"suffix\": \"x\", \"prompt\": \"a\"",
        "\"echo\": true, \"prompt\": \"a\""
      })
  void promptsThatAreNoneAreRefused(String fields) {
    assertThatThrownBy(() -> completion(fields)).isInstanceOf(ApiException.class);
  }

  private Asked chat(String fields) {
    return reader.chat(
        bytes(
            "{\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}], "
                + fields
                + "}"));
  }

  private Asked completion(String fields) {
    return reader.completion(bytes("{\"model\": \"m\", " + fields + "}"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
