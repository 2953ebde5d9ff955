package dev.isthmus.operator.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.operator.start.OperatorSettings.Source;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceChoiceTest {

  @Test
  void aPodReadsItsApiServerUnlessItIsToldOtherwise() {
    assertThat(SourceChoice.of(Optional.empty(), true, true).source()).isEqualTo(Source.KUBERNETES);
    assertThat(SourceChoice.of(Optional.of(Source.FOLDER), true, true).source())
        .isEqualTo(Source.FOLDER);
  }

  @Test
  void aFolderIsReadWhereOneIsNamed() {
    assertThat(SourceChoice.of(Optional.empty(), true, false).source()).isEqualTo(Source.FOLDER);
  }

  @Test
  void nothingIsGuessed() {
    assertThatThrownBy(() -> SourceChoice.of(Optional.empty(), false, false))
        .hasMessageStartingWith("nothing says where resources come from: set isthmus.source to");
    assertThatThrownBy(() -> SourceChoice.of(Optional.of(Source.FOLDER), false, false))
        .hasMessageContaining("isthmus.folder.manifests");
  }
}
