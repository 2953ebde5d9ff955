package dev.isthmus.local.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A checkout whose modules are built, each of them a {@link FakePart}. */
final class FakeHome {

  private FakeHome() {}

  static Path in(Path folder) throws IOException {
    for (String module : List.of("operator", "edge-agent", "router")) {
      Path jar = folder.resolve(Path.of(module, "target", "quarkus-app", "quarkus-run.jar"));
      Files.createDirectories(jar.getParent());
      Manifest manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakePart.class.getName());
      String entry = FakePart.class.getName().replace('.', '/') + ".class";
      try (OutputStream file = Files.newOutputStream(jar);
          JarOutputStream out = new JarOutputStream(file, manifest);
          InputStream code = FakePart.class.getResourceAsStream("/" + entry)) {
        out.putNextEntry(new JarEntry(entry));
        code.transferTo(out);
      }
    }
    return folder;
  }
}
