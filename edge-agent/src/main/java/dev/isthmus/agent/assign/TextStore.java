package dev.isthmus.agent.assign;

import dev.isthmus.engine.source.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Text files of models (tokenizer, template) by digest, on disk: routers fetch them from here. */
public final class TextStore {

  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  private final Path folder;

  public TextStore(Path dataDir) {
    this.folder = dataDir.resolve("texts");
  }

  /** Returns the text's digest. */
  public String put(byte[] text) {
    String digest = "sha256:" + HexFormat.of().formatHex(Sha256.begin().digest(text));
    Path file = file(digest);
    try {
      Files.createDirectories(folder);
      if (!Files.exists(file)) {
        Path fresh = Files.createTempFile(folder, "text", ".new");
        Files.write(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written: " + e.getMessage(), e);
    }
    return digest;
  }

  public Optional<byte[]> get(String digest) {
    if (!DIGEST.matcher(digest).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readAllBytes(file(digest)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Path file(String digest) {
    return folder.resolve(digest.substring(digest.indexOf(':') + 1));
  }
}
