package dev.isthmus.images;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * The tar of a root file system.
 *
 * @param tar not compressed
 */
public record RootFilesystem(Path tar) {

  private static final String LAYER = "layer.tar";
  private static final String CONFIG = "config.json";

  /**
   * Writes it as an image of one layer, in the form of {@code docker save}.
   *
   * @param architecture as Java names it (amd64, aarch64)
   */
  public void writeImage(Path image, String architecture) throws IOException {
    String config =
        """
        {"architecture": "%s", "os": "linux", "config": {}, "rootfs": {"type": "layers", "diff_ids": ["sha256:%s"]}}
        """
            .formatted(architecture.equals("aarch64") ? "arm64" : architecture, digest());
    String manifest = "[{\"Config\": \"%s\", \"Layers\": [\"%s\"]}]".formatted(CONFIG, LAYER);
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(image));
        TarArchiveOutputStream out = new TarArchiveOutputStream(file)) {
      out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      entry(out, "manifest.json", manifest);
      entry(out, CONFIG, config);
      TarArchiveEntry layer = new TarArchiveEntry(LAYER);
      layer.setSize(Files.size(tar));
      out.putArchiveEntry(layer);
      Files.copy(tar, out);
      out.closeArchiveEntry();
    }
  }

  private static void entry(TarArchiveOutputStream out, String name, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    out.putArchiveEntry(entry);
    out.write(bytes);
    out.closeArchiveEntry();
  }

  private String digest() throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(tar), sha)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
