package dev.isthmus.operator.plan;

import com.google.protobuf.ByteString;
import dev.isthmus.crds.model.FileChunks;
import dev.isthmus.crds.model.ModelChunks;
import java.util.Base64;

/** A model's chunks as records carry them, and as resources do. */
public final class Chunks {

  private Chunks() {}

  public static ModelChunks resource(dev.isthmus.protocol.v1.ModelChunks record) {
    return new ModelChunks(
        record.getChunkBytes(),
        record.getFilesList().stream()
            .map(
                file ->
                    new FileChunks(
                        file.getName(),
                        file.getBytes(),
                        Base64.getEncoder().encodeToString(file.getDigests().toByteArray())))
            .toList());
  }

  public static dev.isthmus.protocol.v1.ModelChunks record(ModelChunks resource) {
    dev.isthmus.protocol.v1.ModelChunks.Builder record =
        dev.isthmus.protocol.v1.ModelChunks.newBuilder().setChunkBytes(resource.chunkBytes());
    for (FileChunks file : resource.files()) {
      record.addFiles(
          dev.isthmus.protocol.v1.FileChunks.newBuilder()
              .setName(file.name())
              .setBytes(file.bytes())
              .setDigests(ByteString.copyFrom(Base64.getDecoder().decode(file.digests()))));
    }
    return record.build();
  }
}
