package dev.isthmus.local.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.local.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkTest {

  private final int port = new Ports(new Random()).next();
  private final Link link = new Link("test", LinkProfile.NONE, new Random(7));
  private EchoServer server;

  @BeforeEach
  void openTheLink() throws IOException {
    server = new EchoServer();
    link.openAtA(port, server.port());
  }

  @AfterEach
  void closeTheLink() throws IOException {
    link.close();
    server.close();
  }

  private Socket dial() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static int exchange(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
    return socket.getInputStream().read();
  }

  private static Duration timed(Socket socket) throws IOException {
    long start = System.nanoTime();
    exchange(socket, 1);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void bytesComeBackUnchangedAndInOrder() throws IOException {
    link.profile(LinkProfile.parse("4ms,jitter=4ms"));
    byte[] sent = new byte[300_000];
    new Random(1).nextBytes(sent);
    try (Socket socket = dial()) {
      Thread writer =
          new Thread(
              () -> {
                try {
                  for (int i = 0; i < sent.length; i += 1000) {
                    socket.getOutputStream().write(sent, i, 1000);
                  }
                  socket.shutdownOutput();
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      writer.start();
      assertThat(socket.getInputStream().readAllBytes()).isEqualTo(sent);
    }
    assertThat(link.bytesFromA()).isEqualTo(sent.length);
    assertThat(link.bytesFromB()).isEqualTo(sent.length);
  }

  @Test
  void aRoundTripTakesItsTimeAndTheFirstOneAHandshakeMore() throws IOException {
    link.profile(LinkProfile.ofRoundTrip(Duration.ofMillis(40)));
    try (Socket socket = dial()) {
      assertThat(timed(socket)).isGreaterThanOrEqualTo(Duration.ofMillis(79));
      assertThat(timed(socket)).isGreaterThanOrEqualTo(Duration.ofMillis(40));
    }
  }

  @Test
  void theDelayChangesWhileAConnectionIsOpen() throws IOException {
    try (Socket socket = dial()) {
      exchange(socket, 1);
      link.profile(LinkProfile.ofRoundTrip(Duration.ofMillis(60)));
      assertThat(timed(socket)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
      link.profile(LinkProfile.NONE);
      assertThat(exchange(socket, 9)).isEqualTo(9);
    }
  }

  @Test
  void aRateIsSharedByAllConnectionsOfADirection() throws IOException {
    link.profile(new LinkProfile(Duration.ZERO, Duration.ZERO, 1_000_000));
    long start = System.nanoTime();
    try (Socket one = dial();
        Socket two = dial()) {
      one.getOutputStream().write(new byte[50_000]);
      two.getOutputStream().write(new byte[50_000]);
      one.getInputStream().readNBytes(50_000);
      two.getInputStream().readNBytes(50_000);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(100));
  }

  @Test
  void aClosedLinkResetsWhatIsOpenAndRefusesWhatIsNewUntilItIsMended() throws IOException {
    try (Socket socket = dial()) {
      exchange(socket, 1);
      link.cut(Cut.CLOSED);
      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(this::dial).isInstanceOf(IOException.class);
    assertThat(link.connections()).isZero();
    link.cut(Cut.NONE);
    try (Socket again = dial()) {
      assertThat(exchange(again, 5)).isEqualTo(5);
    }
  }

  @Test
  void aSilentLinkDeliversNothingUntilItIsMendedAndThenEverything() throws IOException {
    try (Socket socket = dial()) {
      exchange(socket, 1);
      link.cut(Cut.SILENT);
      socket.getOutputStream().write(7);
      socket.setSoTimeout(80);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      link.cut(Cut.NONE);
      socket.setSoTimeout(0);
      assertThat(socket.getInputStream().read()).isEqualTo(7);
    }
  }

  @Test
  void aPortWithNothingBehindItResets() throws IOException {
    server.close();
    try (Socket socket = dial()) {
      assertThatThrownBy(() -> exchange(socket, 1)).isInstanceOf(IOException.class);
    }
  }
}
