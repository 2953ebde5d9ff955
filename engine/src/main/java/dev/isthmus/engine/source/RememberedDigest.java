package dev.isthmus.engine.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** Remembers a file's hash in a folder, under its path, size and time of change. */
public final class RememberedDigest implements Digest {

  private static final String PREFIX = "sha256:";

  private final Path folder;

  public RememberedDigest(Path folder) {
    this.folder = folder;
  }

  @Override
  public String of(Set<Path> files) {
    TreeSet<Path> sorted = new TreeSet<>(files);
    if (sorted.size() == 1) {
      return PREFIX + hash(sorted.first());
    }
    MessageDigest all = Sha256.begin();
    for (Path file : sorted) {
      all.update((file.getFileName() + "\n" + hash(file) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return PREFIX + HexFormat.of().formatHex(all.digest());
  }

  /** Hex of the file's SHA-256, from memory where the file has not changed since. */
  public String hash(Path file) {
    try {
      String stamp =
          file.toRealPath()
              + "|"
              + Files.size(file)
              + "|"
              + Files.getLastModifiedTime(file).toMillis();
      String key =
          HexFormat.of().formatHex(Sha256.begin().digest(stamp.getBytes(StandardCharsets.UTF_8)));
      Path note = folder.resolve(key);
      if (Files.isRegularFile(note)) {
        String known = Files.readString(note);
        if (known.length() == 64) {
          return known;
        }
      }
      String hash = Sha256.of(file);
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, "digest", null);
      Files.writeString(fresh, hash);
      Files.move(fresh, note, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return hash;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be hashed", e);
    }
  }
}
