package dev.isthmus.agent.assign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.protocol.v1.AssignmentRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AssignmentReaderTest {

  private final List<String> parked = new ArrayList<>();
  private final AssignmentReader reader = new AssignmentReader("n", parked::add);

  private static byte[] record(int version, String node) {
    return AssignmentRecord.newBuilder()
        .setVersion(version)
        .setRecordEpoch(4)
        .setNode(node)
        .build()
        .toByteArray();
  }

  @Test
  void thisNodesRecordIsRead() {
    assertThat(reader.read("n", record(1, "n")).orElseThrow().getRecordEpoch()).isEqualTo(4);
    assertThat(parked).isEmpty();
  }

  @Test
  void anotherNodesRecordIsNone() {
    assertThat(reader.read("m", record(1, "m"))).isEmpty();
    assertThat(reader.read(null, record(1, "n"))).isEmpty();
    assertThat(parked).isEmpty();
  }

  @Test
  void whatCannotBeReadIsParkedAndCounted() {
    assertThat(reader.read("n", record(2, "n"))).isEmpty();
    assertThat(reader.read("n", new byte[] {7, 7, 7})).isEmpty();
    assertThat(reader.read("n", null)).isEmpty();
    assertThat(reader.read("n", record(1, "m"))).isEmpty();
    assertThat(parked).containsExactly("unknown-version", "malformed", "malformed", "misaddressed");
  }
}
