package dev.isthmus.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.isthmus.protocol.v1.ExpertsRequest;
import dev.isthmus.protocol.v1.NodeRecord;
import dev.isthmus.protocol.v1.Presence;
import dev.isthmus.protocol.v1.RoundRecord;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.protocol.v1.StageFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * An agent one version behind goes on serving as long as messages and records only grow: whatever
 * the last version put on the wire has the same number, type and meaning now. {@code
 * -Disthmus.wire.write=true} writes the file anew; do so at a release, not to make this pass.
 */
class OneVersionBehindTest {

  private static final Path LAST_VERSION = Path.of("src", "test", "resources", "last-version.txt");

  private static final List<FileDescriptor> FILES =
      List.of(
          NodeRecord.getDescriptor().getFile(),
          SessionRequest.getDescriptor().getFile(),
          RoundRecord.getDescriptor().getFile(),
          StageFrame.getDescriptor().getFile(),
          ExpertsRequest.getDescriptor().getFile(),
          Presence.getDescriptor().getFile());

  @Test
  void nothingThatTheLastVersionSendsIsGoneOrHasAnotherMeaning() throws IOException {
    TreeSet<String> now = new TreeSet<>();
    FILES.forEach(file -> describe(file, now));
    if (Boolean.getBoolean("isthmus.wire.write")) {
      Files.write(LAST_VERSION, now);
    }

    assertThat(Files.readAllLines(LAST_VERSION)).hasSizeGreaterThan(100).isSubsetOf(now);
  }

  private static void describe(FileDescriptor file, TreeSet<String> into) {
    file.getMessageTypes().forEach(message -> describe(message, into));
    file.getEnumTypes().forEach(type -> describe(type, into));
    for (ServiceDescriptor service : file.getServices()) {
      service
          .getMethods()
          .forEach(
              method ->
                  into.add(
                      "rpc %s(%s%s) %s%s"
                          .formatted(
                              method.getFullName(),
                              method.isClientStreaming() ? "stream " : "",
                              method.getInputType().getFullName(),
                              method.isServerStreaming() ? "stream " : "",
                              method.getOutputType().getFullName())));
    }
  }

  private static void describe(Descriptor message, TreeSet<String> into) {
    for (FieldDescriptor field : message.getFields()) {
      FieldDescriptorProto wire = field.toProto();
      into.add(
          "%s = %d %s %s%s"
              .formatted(
                  field.getFullName(),
                  field.getNumber(),
                  wire.getLabel(),
                  wire.getType(),
                  wire.getTypeName().isEmpty() ? "" : " " + wire.getTypeName()));
    }
    message.getNestedTypes().forEach(nested -> describe(nested, into));
    message.getEnumTypes().forEach(type -> describe(type, into));
  }

  private static void describe(EnumDescriptor type, TreeSet<String> into) {
    type.getValues()
        .forEach(value -> into.add("%s = %d".formatted(value.getFullName(), value.getNumber())));
  }
}
