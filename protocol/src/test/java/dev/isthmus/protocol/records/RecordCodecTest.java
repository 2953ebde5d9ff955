package dev.isthmus.protocol.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.protocol.v1.Heartbeat;
import dev.isthmus.protocol.v1.NodeRecord;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

  private final NodeRecord node =
      NodeRecord.newBuilder()
          .setVersion(1)
          .setRecordEpoch(7)
          .setNode("edge-pi-0")
          .setSite("edge")
          .build();

  @Test
  void aRecordOfThisVersionComesBack() {
    assertThat(RecordCodec.NODE.parse(node.toByteArray())).isEqualTo(new Parsed.Valid<>(node));
  }

  @Test
  void aLaterVersionIsRecognisedEvenWhereTheRestOfItMeansSomethingElse() {
    byte[] later = {8, 2, (byte) 0xff, (byte) 0xff, (byte) 0xff};
    assertThat(RecordCodec.NODE.parse(later)).isEqualTo(new Parsed.UnknownVersion<NodeRecord>(2));
    byte[] huge = {8, -1, -1, -1, -1, 15};
    assertThat(RecordCodec.NODE.parse(huge))
        .isEqualTo(new Parsed.UnknownVersion<NodeRecord>(4294967295L));
  }

  @Test
  void whatIsNoRecordSaysSo() {
    assertThat(RecordCodec.NODE.parse(null))
        .isEqualTo(malformed("node record: the record has no value"));
    assertThat(RecordCodec.NODE.parse(new byte[0]))
        .isEqualTo(malformed("node record: the record has no value"));
    assertThat(RecordCodec.NODE.parse(node.toBuilder().setVersion(0).build().toByteArray()))
        .isEqualTo(malformed("node record: no version in 19 bytes"));
    assertThat(RecordCodec.NODE.parse(new byte[RecordCodec.MAX_BYTES + 1]))
        .isEqualTo(malformed("node record: 1048577 bytes; at most 1048576 belong to one record"));
  }

  @Test
  void noBytesWhateverMakeItThrow() {
    Random random = new Random(11);
    byte[] good = node.toByteArray();
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = Arrays.copyOf(good, random.nextInt(good.length + 1));
      for (int j = 0; j < 3 && bytes.length > 0; j++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertThat(RecordCodec.NODE.parse(bytes)).isNotNull();
    }
  }

  @Test
  void aHeartbeatStaysUnderAHundredBytes() {
    Heartbeat heartbeat =
        Heartbeat.newBuilder()
            .setVersion(RecordCodec.VERSION)
            .setName("edge-frankfurt-east-raspberries-12")
            .setBootId("0f8fad5b-d9cb-469f-a165-70867728950e")
            .build();
    assertThat(heartbeat.toByteArray()).hasSizeLessThan(100);
  }

  private static Parsed<NodeRecord> malformed(String reason) {
    return new Parsed.Malformed<>(reason);
  }
}
