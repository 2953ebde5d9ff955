package dev.isthmus.agent.stage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.agent.stage.ChainSequence.Purpose;
import dev.isthmus.engine.runtime.Admission;
import dev.isthmus.engine.runtime.KvUse;
import dev.isthmus.engine.runtime.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Room for 160 tokens of 10 bytes each. */
class ChainSequencesTest {

  private static final int[] TOKENS = Fixture.tokens(100, 1);

  private final List<Long> ended = new ArrayList<>();
  private final List<Long> released = new ArrayList<>();
  private final ChainSequences sequences = new ChainSequences(ended::add, released::add);

  ChainSequencesTest() {
    sequences.joined(160, 10, "class");
  }

  private Sequence admit(int[] tokens, int limit) {
    return ((Admission.Admitted) sequences.admit(tokens, limit)).sequence();
  }

  /** A session over the first tokens that was closed. */
  private void closed(int tokens, int limit) {
    Sequence sequence = admit(new int[] {1}, limit);
    ((ChainSequence) sequence).sent(Arrays.copyOf(TOKENS, tokens));
    sequence.close();
  }

  @Test
  void aClosedSequenceIsTakenOverWhereItsTokensAreTheSameAndReservesWhatIsNew() {
    closed(20, 31);
    assertThat(sequences.use()).isEqualTo(new KvUse(1600, 0, 320));

    Sequence again = admit(TOKENS, 100);

    assertThat(again.length()).isEqualTo(20);
    assertThat(again.limit()).isEqualTo(100);
    assertThat(sequences.use()).isEqualTo(new KvUse(1600, 1120, 0));
    assertThat(ended).containsExactly(1L);
    assertThat(released).isEmpty();
  }

  @Test
  void theLastTokenIsLeftToBeScored() {
    closed(20, 31);
    assertThat(admit(Arrays.copyOf(TOKENS, 20), 31).length()).isEqualTo(19);
  }

  @Test
  void whatIsKeptGivesWayTheOldestFirst() {
    closed(10, 31);
    closed(12, 31);
    closed(14, 31);

    // 64 of 160 tokens stay free: room for two of those that are kept.
    admit(new int[] {5}, 95);

    assertThat(released).containsExactly(1L);
    assertThat(sequences.use()).isEqualTo(new KvUse(1600, 960, 640));
  }

  @Test
  void aSessionWaitsForOpenOnesAndNotForWhatIsKept() {
    admit(new int[] {5}, 79);
    closed(20, 31);

    assertThat(sequences.admit(new int[] {6}, 90)).isEqualTo(new Admission.Wait(960, 800));
    assertThat(sequences.admit(new int[] {6}, 160)).isEqualTo(new Admission.NeverFits(1760, 1600));
    assertThat(sequences.admit(new int[] {6}, 79)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void moreRoomIsGivenWhereItIsFree() {
    Sequence sequence = admit(new int[] {5}, 31);
    assertThat(sequence.extend(160)).isFalse();
    assertThat(sequence.limit()).isEqualTo(31);
    assertThat(sequence.extend(100)).isTrue();
    assertThat(sequence.limit()).isEqualTo(100);
    assertThat(sequences.use().open()).isEqualTo(1120);
  }

  @Test
  void whatAStageRefusedIsKeptForNobody() {
    Sequence open = admit(new int[] {5}, 31);
    ((ChainSequence) open).sent(Arrays.copyOf(TOKENS, 20));
    sequences.refused(1);
    open.close();
    closed(20, 31);
    sequences.refused(2);

    assertThat(released).containsExactly(1L, 2L);
    assertThat(sequences.use()).isEqualTo(new KvUse(1600, 0, 0));
  }

  @Test
  void anotherClassTakesNothingOver() {
    closed(20, 31);
    sequences.joined(160, 10, "another");

    assertThat(released).containsExactly(1L);
    assertThat(admit(TOKENS, 100).length()).isZero();
  }

  @Test
  void whatWasMeasuredLeavesNothing() {
    Sequence measured =
        ((Admission.Admitted) sequences.admitAlone(31, Purpose.MEASURING)).sequence();
    ((ChainSequence) measured).sent(Arrays.copyOf(TOKENS, 20));
    measured.close();

    assertThat(released).containsExactly(1L);
    assertThat(sequences.use()).isEqualTo(new KvUse(1600, 0, 0));
  }
}
