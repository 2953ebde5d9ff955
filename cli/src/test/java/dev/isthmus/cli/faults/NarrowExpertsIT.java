package dev.isthmus.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.cli.chat.Message;
import dev.isthmus.cli.chat.Question;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.local.link.LinkProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A package that lets some of its experts have 4 bits: a node chooses them, all that prepare the
 * model do the same, and it says the same with its experts at four nodes and whole.
 */
class NarrowExpertsIT {

  @TempDir Path folder;

  private static String manifest() throws IOException {
    String sample =
        Files.readString(RunningStack.sample("experts.yaml"))
            .replace(
                "precisions: [Fp32]",
                "precisions: [Int4]\n  quality: {maxExpertError: 0.005, minAgreement: 0.5}");
    String service = sample.substring(sample.lastIndexOf("---"));
    String whole = service.substring(0, service.indexOf("  experts:"));
    return sample + whole.replace("name: chat", "name: whole");
  }

  @Test
  void narrowExpertsSayTheSameApartAndWhole() throws IOException {
    Path manifest = Files.writeString(folder.resolve("experts.yaml"), manifest());
    try (RunningStack stack =
        RunningStack.start(manifest, folder, LinkProfile.ofRoundTrip(Duration.ZERO), Map.of())) {
      stack.awaitReady("default/whole", Duration.ofMinutes(4));
      ModelPackage model =
          new StateFolder(stack.parts().stateFolder())
              .get(ModelPackage.class, "default", "tiny-moe")
              .orElseThrow();

      assertThat(model.getStatus().facts().narrowExperts()).isNotEmpty();
      assertThat(model.getStatus().conditions().get(0).message())
          .matches("mixtral, 4 layers, 0 M parameters, [1-9]\\d? of 32 experts in 4 bits");
      assertThat(text(stack, "chat")).isEqualTo(text(stack, "whole")).isNotEmpty();
    }
  }

  private static String text(RunningStack stack, String service) {
    Question question =
        new Question(service, List.of(Message.user("Experts?")), 0.8, 7L, 160, "cloud", false);
    return stack.client().ask(question, (text, own) -> {}).text();
  }
}
