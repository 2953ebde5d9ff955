package dev.isthmus.protocol.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TlsFilesTest {

  @Test
  void nothingSetIsPlainText() {
    assertThat(TlsFiles.of(name -> Optional.empty())).isEmpty();
  }

  @Test
  void allThreeAreTaken() {
    Map<String, String> set =
        Map.of("isthmus.tls.cert", "c", "isthmus.tls.key", "k", "isthmus.tls.ca", "a");

    assertThat(TlsFiles.of(name -> Optional.ofNullable(set.get(name))))
        .contains(new TlsFiles(Path.of("c"), Path.of("k"), Path.of("a")));
  }

  @Test
  void oneAloneIsRefusedByWhatIsMissing() {
    Map<String, String> set = Map.of("isthmus.tls.cert", "c");

    assertThatThrownBy(() -> TlsFiles.of(name -> Optional.ofNullable(set.get(name))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "isthmus.tls.key and isthmus.tls.ca is not set; TLS takes all of isthmus.tls.cert,"
                + " isthmus.tls.key, isthmus.tls.ca, or none of them for plain text");
  }
}
