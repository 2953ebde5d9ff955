package dev.isthmus.agent.assign;

import com.google.protobuf.ByteString;
import dev.isthmus.engine.source.FileChunks;
import dev.isthmus.engine.source.ModelChunks;

/** The wire's chunks of a model and the engine's. */
final class Chunks {

  private Chunks() {}

  static dev.isthmus.protocol.v1.ModelChunks wire(ModelChunks chunks) {
    dev.isthmus.protocol.v1.ModelChunks.Builder wire =
        dev.isthmus.protocol.v1.ModelChunks.newBuilder().setChunkBytes(chunks.chunkBytes());
    for (FileChunks file : chunks.files()) {
      wire.addFiles(
          dev.isthmus.protocol.v1.FileChunks.newBuilder()
              .setName(file.name())
              .setBytes(file.bytes())
              .setDigests(ByteString.copyFrom(file.digests())));
    }
    return wire.build();
  }

  /**
   * @throws dev.isthmus.engine.source.ModelRefusedException MALFORMED
   */
  static ModelChunks engine(dev.isthmus.protocol.v1.ModelChunks wire) {
    return new ModelChunks(
        wire.getChunkBytes(),
        wire.getFilesList().stream()
            .map(
                file ->
                    new FileChunks(
                        file.getName(),
                        file.getBytes(),
                        wire.getChunkBytes(),
                        file.getDigests().toByteArray()))
            .toList());
  }
}
