package dev.isthmus.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.local.link.Cut;
import dev.isthmus.local.link.Link;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Links that are cut while answers stream over them, which must be those of an undisturbed one. */
final class LinkCuts {

  private static final int CUTS = 50;
  private static final int CLIENTS = 8;

  private LinkCuts() {}

  /** One for five seconds, under one stream. */
  static void fiveSeconds(Link link, Cut cut, Stream stream, String text) {
    link.cut(cut);
    LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
    assertThat(stream.isDone()).isFalse();
    link.cut(Cut.NONE);
    assertThat(stream.finish().text()).isEqualTo(text);
  }

  /**
   * Fifty short ones, closed and silent, under eight streams.
   *
   * @param modes of the clients, by turns
   * @param streams begins an answer in a mode
   * @param text that each of them must be
   */
  static void fifty(Link link, List<String> modes, Function<String, Stream> streams, String text) {
    List<Stream> all =
        IntStream.range(0, CLIENTS)
            .mapToObj(client -> streams.apply(modes.get(client % modes.size())))
            .toList();
    Random random = new Random(CUTS);
    for (int cut = 0; cut < CUTS; cut++) {
      link.cut(random.nextBoolean() ? Cut.CLOSED : Cut.SILENT);
      LockSupport.parkNanos(random.nextLong(20_000_000, 150_000_000));
      link.cut(Cut.NONE);
      LockSupport.parkNanos(random.nextLong(50_000_000, 300_000_000));
    }
    assertThat(all).allSatisfy(stream -> assertThat(stream.finish().text()).isEqualTo(text));
  }
}
