package dev.isthmus.agent.stage;

import dev.isthmus.engine.runtime.EngineInfo;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.source.Sha256;
import dev.isthmus.protocol.v1.HiddenStates;
import dev.isthmus.protocol.v1.StageFacts;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * The stages of a chain that was joined, in order, and what they are together.
 *
 * @param states how hidden states travel between them
 */
record ChainMembers(List<StageFacts> stages, HiddenStates states) {

  private static final int HEX_DIGITS = 16;

  /** Where the stages do not follow one another: the first layer that is missing or held twice. */
  OptionalInt gap(int layers) {
    int next = 0;
    for (StageFacts stage : stages) {
      if (stage.getFirstLayer() != next) {
        return OptionalInt.of(Math.min(next, stage.getFirstLayer()));
      }
      next = stage.getLastLayer();
    }
    return next == layers ? OptionalInt.empty() : OptionalInt.of(next);
  }

  /** Tokens whose KV fits every stage. */
  long kvTokens() {
    return stages.stream().mapToLong(StageFacts::getKvTokens).min().orElse(0);
  }

  /**
   * The whole chain as one engine.
   *
   * @param last the host's own stage
   * @param mostRows that a frame between two stages may have
   */
  EngineInfo info(EngineInfo last, int mostRows) {
    return new EngineInfo(
        last.architecture(),
        new StageRange(0, last.architecture().layers()),
        last.precision(),
        numericsClass(),
        last.headIds(),
        stages.stream().mapToInt(StageFacts::getMaxWindows).min().orElse(1),
        Math.min(mostRows, stages.stream().mapToInt(StageFacts::getMaxRows).min().orElse(2)),
        stages.stream().mapToInt(StageFacts::getContext).min().orElse(last.context()),
        last.kvBytesPerToken(),
        last.weightBytes());
  }

  private String numericsClass() {
    String facts =
        stages.stream().map(StageFacts::getNumericsClass).collect(Collectors.joining("|"));
    byte[] hash =
        Sha256.begin()
            .digest((facts + "|" + StateCodec.of(states)).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash).substring(0, HEX_DIGITS);
  }

  static StageFacts facts(String node, EngineInfo info, long kvBytes) {
    return StageFacts.newBuilder()
        .setNode(node)
        .setFirstLayer(info.range().first())
        .setLastLayer(info.range().last())
        .setNumericsClass(info.numericsClass())
        .setKvTokens(kvBytes / info.kvBytesPerToken())
        .setMaxWindows(info.maxWindows())
        .setMaxRows(info.maxRows())
        .setContext(info.context())
        .build();
  }
}
