package dev.isthmus.crds.schema;

import io.fabric8.crdv2.generator.CRDGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Makes the definitions' YAML from the classes. */
final class CrdGeneration {

  private CrdGeneration() {}

  /** File name to content. */
  static Map<String, String> generate() {
    Map<String, ByteArrayOutputStream> files = new TreeMap<>();
    new CRDGenerator()
        .customResourceClasses(CrdFiles.RESOURCES)
        .forCRDVersions("v1")
        .withImplicitPreserveUnknownFields(false)
        .withMinQuotes(false)
        .withPostProcessor(new CrdPolish())
        .withOutput(new Memory(files))
        .generate();
    Map<String, String> texts = new TreeMap<>();
    files.forEach((name, bytes) -> texts.put(name, text(bytes)));
    return texts;
  }

  private static String text(ByteArrayOutputStream bytes) {
    String yaml = bytes.toString(StandardCharsets.UTF_8);
    return yaml.replaceFirst(
        "(?m)^# Generated.*\\n", "# Generated from the classes in crds/. See CONTRIBUTING.md.\n");
  }

  private record Memory(Map<String, ByteArrayOutputStream> files)
      implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    @Override
    public ByteArrayOutputStream outputFor(String crdName) throws IOException {
      return files.computeIfAbsent(
          crdName.replaceAll("-v1$", "") + ".yaml", name -> new ByteArrayOutputStream());
    }

    @Override
    public URI crdURI(String crdName) {
      return URI.create("file:///" + crdName);
    }

    @Override
    public void close() {
      // nothing is held
    }
  }
}
