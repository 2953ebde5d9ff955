package dev.isthmus.protocol.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ListenAddressTest {

  @Test
  void aServerThatListensEverywhereIsReachedOverLoopback() {
    ListenAddress address = new ListenAddress(ListenAddress.EVERYWHERE, 9090);

    assertThat(address.address().getAddress().isAnyLocalAddress()).isTrue();
    assertThat(address.own(9090).getAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void oneThatListensAtAnAddressIsReachedThereAndAtThePortThatItHad() {
    ListenAddress address = new ListenAddress("127.0.0.9", 0);

    assertThat(address.own(41234).getAddress().getHostAddress()).isEqualTo("127.0.0.9");
    assertThat(address.own(41234).getPort()).isEqualTo(41234);
  }

  @Test
  void aHostThatNobodyKnowsIsNamed() {
    ListenAddress address = new ListenAddress("no such host", 0);

    assertThatIllegalArgumentException()
        .isThrownBy(address::address)
        .withMessageStartingWith("quarkus.grpc.server.host is \"no such host\"")
        .withMessageContaining("0.0.0.0 stands for all");
  }
}
