package dev.isthmus.router.relay;

import dev.isthmus.protocol.v1.ExpertsGrpc;
import dev.isthmus.protocol.v1.StagesGrpc;
import dev.isthmus.protocol.v1.WorkerGrpc;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * The methods of the Worker service, of Stages (what goes between the agents of a chain) and of
 * Experts, with their messages left as bytes.
 */
final class Frames {

  /** By the name of their service. */
  static final Map<String, List<MethodDescriptor<byte[], byte[]>>> METHODS =
      Map.of(
          WorkerGrpc.SERVICE_NAME,
          List.of(
              opaque(WorkerGrpc.getSessionMethod()),
              opaque(WorkerGrpc.getFetchMethod()),
              opaque(WorkerGrpc.getProbeMethod())),
          StagesGrpc.SERVICE_NAME,
          List.of(opaque(StagesGrpc.getPassMethod()), opaque(StagesGrpc.getCollectMethod())),
          ExpertsGrpc.SERVICE_NAME,
          List.of(opaque(ExpertsGrpc.getComputeMethod())));

  private Frames() {}

  private static MethodDescriptor<byte[], byte[]> opaque(MethodDescriptor<?, ?> method) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(method.getType())
        .setFullMethodName(method.getFullMethodName())
        .setRequestMarshaller(Bytes.INSTANCE)
        .setResponseMarshaller(Bytes.INSTANCE)
        .build();
  }

  private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
    INSTANCE;

    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
