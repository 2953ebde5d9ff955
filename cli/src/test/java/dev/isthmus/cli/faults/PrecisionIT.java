package dev.isthmus.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.model.Precision;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.node.NodeRole;
import dev.isthmus.crds.node.RoleState;
import dev.isthmus.local.link.LinkProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that serves is changed, over real processes with the demo model. */
class PrecisionIT {

  private static final String PROMPT = "Tell me a short story about a fox and a lighthouse.";

  /** KV takes what weights leave of the node's memory, so never do both engines fit. */
  @Test
  void anotherPrecisionTakesTheFirstOnesPlaceAndAStreamGoesOn(@TempDir Path folder)
      throws IOException {
    String int4 =
        Files.readString(RunningStack.sample("cloud-only.yaml"))
            .replace("[Int4]", "[Int4, Int8]")
            .replace("  target:\n", "  target:\n    precision: Int4\n");
    Path manifest = Files.writeString(folder.resolve("manifest.yaml"), int4);
    try (RunningStack stack =
        RunningStack.start(manifest, folder, LinkProfile.ofRoundTrip(Duration.ZERO), Map.of())) {
      Stream stream = stack.stream(PROMPT, "cloud", 1, 300).awaitPieces(10);

      Files.writeString(manifest, int4.replace("precision: Int4", "precision: Int8"));
      Await.until(
          "the verifier serves in int8",
          Duration.ofMinutes(2),
          () -> roles(stack).stream().anyMatch(PrecisionIT::servesInInt8));

      assertThat(stream.finish().finish()).isIn("length", "stop");
      assertThat(stack.ask(PROMPT, "cloud", 1, 20).text()).isNotBlank();
      assertThat(roles(stack)).hasSize(1);
    }
  }

  private static boolean servesInInt8(NodeRole role) {
    return role.state() == RoleState.READY && role.precision() == Precision.INT8;
  }

  private static List<NodeRole> roles(RunningStack stack) {
    return new StateFolder(stack.parts().stateFolder())
        .list(InferenceNode.class).stream()
            .flatMap(node -> node.getStatus().roles().stream())
            .toList();
  }
}
