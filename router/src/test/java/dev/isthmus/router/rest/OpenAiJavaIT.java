package dev.isthmus.router.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.completions.CompletionCreateParams;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The official Java client, unchanged. */
@SuppressWarnings("deprecation") // seed: what we promise with it, OpenAI no longer does
@QuarkusTest
@QuarkusTestResource(RoutedWorker.class)
class OpenAiJavaIT {

  @TestHTTPResource URI base;

  private OpenAIClient client;

  @BeforeEach
  void connect() throws Exception {
    Serving.await(HttpClient.newHttpClient(), base);
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(base.resolve("/v1").toString())
            .apiKey("none")
            .maxRetries(0)
            .build();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void aChatIsAnsweredWholeAndStreamedAlike() {
    ChatCompletion whole = client.chat().completions().create(params().build());
    String text = whole.choices().get(0).message().content().orElseThrow();
    assertThat(text).hasSize(12);
    assertThat(whole.usage().orElseThrow().completionTokens()).isEqualTo(12);
    assertThat(whole.systemFingerprint()).contains("toy-class");
    StringBuilder streamed = new StringBuilder();
    try (StreamResponse<ChatCompletionChunk> chunks =
        client.chat().completions().createStreaming(params().build())) {
      chunks.stream()
          .flatMap(chunk -> chunk.choices().stream())
          .flatMap(choice -> choice.delta().content().stream())
          .forEach(streamed::append);
    }
    assertThat(streamed.toString()).isEqualTo(text);
  }

  @Test
  void textIsCompleted() {
    var completion =
        client
            .completions()
            .create(
                CompletionCreateParams.builder()
                    .model("toy")
                    .prompt("once")
                    .maxTokens(9)
                    .seed(1)
                    .build());
    assertThat(completion.choices().get(0).text()).hasSize(9);
  }

  @Test
  void modelsAreListed() {
    assertThat(client.models().list().data())
        .extracting(model -> model.id())
        .containsExactly("toy");
  }

  @Test
  void refusalsAreTheClientsOwnExceptions() {
    assertThatThrownBy(
            () -> client.chat().completions().create(params().frequencyPenalty(1.0).build()))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("frequency_penalty");
    assertThatThrownBy(() -> client.chat().completions().create(params().model("no").build()))
        .isInstanceOf(NotFoundException.class);
  }

  private static ChatCompletionCreateParams.Builder params() {
    return ChatCompletionCreateParams.builder()
        .model("toy")
        .addUserMessage("hello")
        .seed(5)
        .maxCompletionTokens(12);
  }
}
