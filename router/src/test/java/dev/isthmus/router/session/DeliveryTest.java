package dev.isthmus.router.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.protocol.v1.Finish;
import dev.isthmus.protocol.v1.Token;
import dev.isthmus.router.fake.ToyTokenizer;
import dev.isthmus.router.speculate.Batch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeliveryTest {

  private static final int STOP_ID = 256;

  @Test
  void aCharacterOfFourTokensIsDeliveredWhole() {
    Delivery delivery = delivery();
    byte[] bytes = "😀".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 3; i++) {
      assertThat(delivery.deliver(batch(Finish.FINISH_NONE, bytes[i] & 0xFF)).text()).isEmpty();
    }
    assertThat(delivery.deliver(batch(Finish.FINISH_NONE, bytes[3] & 0xFF)).text()).isEqualTo("😀");
    assertThat(delivery.tokens()).isEqualTo(4);
  }

  @Test
  void aCharacterThatTheLimitCutsIsLeftOutRatherThanBroken() {
    Delivery delivery = delivery();
    byte[] bytes = "é".getBytes(StandardCharsets.UTF_8);
    Delta delta = delivery.deliver(batch(Finish.FINISH_LENGTH, 97, bytes[0] & 0xFF));
    assertThat(delta.text()).isEqualTo("a");
    assertThat(delivery.tokens()).isEqualTo(2);
  }

  @Test
  void theStopIdIsNeitherTextNorCounted() {
    Delivery delivery = delivery();
    Delta delta =
        delivery.deliver(batch(Finish.FINISH_STOP, List.of((int) 'h', (int) 'i', STOP_ID)));
    assertThat(delta.text()).isEqualTo("hi");
    assertThat(delivery.tokens()).isEqualTo(2);
  }

  @Test
  void tokensBehindAStopStringAreNotCounted() {
    Delivery delivery = delivery("cd");
    Delta delta = delivery.deliver(letters("abcde"));
    assertThat(delta.text()).isEqualTo("ab");
    assertThat(delivery.isStopped()).isTrue();
    assertThat(delivery.tokens()).isEqualTo(2);
    assertThat(delta.pieces()).extracting(Piece::text).containsExactly("a", "b");
  }

  @Test
  void tokensWaitWithTheTextThatMayBeTheBeginningOfAStop() {
    Delivery delivery = delivery("cx");
    assertThat(delivery.deliver(letters("ac")).pieces()).hasSize(1);
    Delta second = delivery.deliver(letters("d"));
    assertThat(second.text()).isEqualTo("cd");
    assertThat(second.pieces()).extracting(Piece::offset).containsExactly(1, 2);
  }

  @Test
  void theSameTokensGiveTheSameTextHoweverTheyAreBatched() {
    String text = "für Anna: 𝄞 endlich";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int size = 1; size <= bytes.length; size++) {
      Delivery delivery = delivery("endlos");
      StringBuilder got = new StringBuilder();
      for (int at = 0; at < bytes.length; at += size) {
        List<Integer> ids = new ArrayList<>();
        for (int i = at; i < Math.min(bytes.length, at + size); i++) {
          ids.add(bytes[i] & 0xFF);
        }
        got.append(delivery.deliver(batch(Finish.FINISH_NONE, ids)).text());
      }
      got.append(delivery.deliver(batch(Finish.FINISH_STOP, STOP_ID)).text());
      assertThat(got.toString()).isEqualTo(text);
      assertThat(delivery.tokens()).isEqualTo(bytes.length);
    }
  }

  private static Delivery delivery(String... stops) {
    return new Delivery(new ToyTokenizer().stream(), List.of(stops));
  }

  private static Batch letters(String text) {
    return batch(Finish.FINISH_NONE, text.chars().boxed().toList());
  }

  private static Batch batch(Finish finish, Integer... ids) {
    return batch(finish, List.of(ids));
  }

  private static Batch batch(Finish finish, List<Integer> ids) {
    return new Batch(
        ids.stream().map(id -> Token.newBuilder().setId(id).build()).toList(), 0, finish);
  }
}
