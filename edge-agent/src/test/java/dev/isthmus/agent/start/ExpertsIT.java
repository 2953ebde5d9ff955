package dev.isthmus.agent.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import dev.isthmus.protocol.v1.ExpertsRequest;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.Token;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model whose experts are at several packaged agents says what it says in one of them. */
class ExpertsIT {

  private static final int HIDDEN = 64;

  @TempDir static Path dir;
  private static ExpertFleet fleet;
  private static int sessions;

  @BeforeAll
  static void start() throws Exception {
    fleet = new ExpertFleet(dir);
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  private static List<Integer> prompt(int salt) {
    return IntStream.range(0, 40 + 17 * salt)
        .map(i -> 3 + (i * 31 + salt * 7) % 370)
        .boxed()
        .toList();
  }

  private static Generation begin(String uid, int salt, double temperature) throws Exception {
    String session = uid + "-" + ++sessions;
    return new Generation(fleet.stream(), uid, session, temperature, prompt(salt));
  }

  private static List<Token> whole(int salt, double temperature, int count) throws Exception {
    Generation generation = begin(ExpertFleet.WHOLE, salt, temperature);
    List<Token> tokens = generation.decode(count);
    generation.close();
    return tokens;
  }

  /** Two, three and four homes; each expert at one of them, or some at several. */
  @ParameterizedTest
  @ValueSource(strings = {"0-2 3-4", "0-4 1-3", "0 1-2 3-4", "0 1 2 3-4", "0-1,4 1-2 2-3 3-4"})
  void expertsAtSeveralProcessesGiveTheBytesOfOne(String homes) throws Exception {
    fleet.assign(homes.split(" "));
    for (double temperature : new double[] {0, 0.8}) {
      List<Token> plain = whole(1, temperature, 30);
      Generation apart = begin(ExpertFleet.APART, 1, temperature);
      assertThat(apart.decode(30)).isEqualTo(plain);
      apart.close();

      Generation drafted = begin(ExpertFleet.APART, 1, temperature);
      List<Token> committed = drafted.speculate(plain, 20);
      assertThat(committed).isEqualTo(plain.subList(0, committed.size()));
      drafted.close();
    }
  }

  @Test
  void aHomeThatIsKilledCostsNoTokenWhereItsExpertsHaveAnother() throws Exception {
    fleet.assign("0,3-4", "1-4", "0-2");
    List<Token> expected = whole(2, 0.8, 30);
    Generation apart = begin(ExpertFleet.APART, 2, 0.8);
    List<Token> tokens = new ArrayList<>(apart.decode(10));
    fleet.kill(2);
    tokens.addAll(apart.decode(10));
    fleet.start(2);
    fleet.assign("0,3-4", "1-4", "0-2");
    fleet.kill(1);
    tokens.addAll(apart.decode(10));
    apart.close();
    fleet.start(1);
    assertThat(tokens).isEqualTo(expected);
  }

  @Test
  void aStreamWaitsForExpertsWhoseOnlyHomeIsGoneAndGoesOnWhereItWas() throws Exception {
    fleet.assign("0", "1-2", "3-4");
    List<Token> expected = whole(3, 0.8, 30);
    Generation apart = begin(ExpertFleet.APART, 3, 0.8);
    List<Token> tokens = new ArrayList<>(apart.decode(10));
    fleet.kill(1);
    CompletableFuture<List<Token>> rest =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return apart.decode(20);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    fleet.start(1);
    assertThat(rest).isNotDone();
    fleet.assign("0", "1-2", "3-4");
    tokens.addAll(rest.get(180, TimeUnit.SECONDS));
    apart.close();
    assertThat(tokens).isEqualTo(expected);
  }

  @Test
  void rowsThatAreNotWhatTheyAreSaidToBeAreRefusedByName() throws Exception {
    fleet.assign("0", "1-2", "3-4");
    refused("FAILED_PRECONDITION: WrongPlan: rows of plan 9", r -> r.setPlanEpoch(9));
    refused(
        "FAILED_PRECONDITION: WrongPrecision: rows for FP32", r -> r.setPrecision(Precision.FP32));
    refused("FAILED_PRECONDITION: WrongModel: rows of sha256:0", r -> r.setDigest("sha256:0"));
    refused("NOT_FOUND: experts of role \"other\"", r -> r.setRoleId("other"));
    String digest = digest();
    refused(
        "INVALID_ARGUMENT: WrongShape: rows of 65",
        r -> r.setDigest(digest).setHiddenSize(HIDDEN + 1));
    refused(
        "INVALID_ARGUMENT: WrongShape: 256 bytes for 2 rows",
        r -> r.setDigest(digest).setCounts(0, 2));
    refused(
        "FAILED_PRECONDITION: MissingExperts: expert 3 of layer 0",
        r -> r.setDigest(digest).setExperts(0, 3));
    refused("INVALID_ARGUMENT: InvalidRows", r -> r.setDigest(digest).setRows(row(Float.NaN)));
    Generation apart = begin(ExpertFleet.APART, 1, 0);
    assertThat(apart.decode(5)).isEqualTo(whole(1, 0, 5));
    apart.close();
  }

  /** As the home says it itself. */
  private static String digest() {
    Throwable refusal =
        catchThrowable(() -> fleet.experts(1).compute(request().setDigest("another").build()));
    return refusal.getMessage().replaceFirst(".*this home has ", "");
  }

  private static void refused(String message, UnaryOperator<ExpertsRequest.Builder> change) {
    assertThatThrownBy(() -> fleet.experts(1).compute(change.apply(request()).build()))
        .hasMessageStartingWith(message);
  }

  private static ByteString row(float value) {
    ByteBuffer row = ByteBuffer.allocate(HIDDEN * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return ByteString.copyFrom(row.putFloat(0, value));
  }

  private static ExpertsRequest.Builder request() {
    return ExpertsRequest.newBuilder()
        .setRoleId(ExpertFleet.home(1))
        .setPlanEpoch(ExpertFleet.PLAN)
        .setPrecision(Precision.INT4)
        .setLayer(0)
        .setHiddenSize(HIDDEN)
        .addExperts(1)
        .addCounts(1)
        .setRows(row(1));
  }
}
