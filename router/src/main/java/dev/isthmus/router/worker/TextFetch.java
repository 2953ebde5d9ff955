package dev.isthmus.router.worker;

import dev.isthmus.engine.source.Sha256;
import dev.isthmus.protocol.v1.FetchReply;
import dev.isthmus.protocol.v1.FetchRequest;
import dev.isthmus.protocol.v1.WorkerGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/** Fetches a model's text files from the agent that serves the model. */
public final class TextFetch {

  /** Larger than the tokenizer of any model there is; what is beyond it is refused. */
  private static final int MAX_BYTES = 64 << 20;

  private final Duration limit;

  public TextFetch(Duration limit) {
    this.limit = limit;
  }

  /**
   * @param digest "sha256:&lt;hex&gt;"
   * @throws IOException where the agent cannot be reached, does not have it, or sends other bytes
   */
  public byte[] fetch(WorkerPath path, String digest) throws IOException {
    try {
      Iterator<FetchReply> chunks =
          ClientCalls.blockingServerStreamingCall(
              ClientInterceptors.intercept(
                  path.channel(), MetadataUtils.newAttachHeadersInterceptor(path.headers())),
              WorkerGrpc.getFetchMethod(),
              CallOptions.DEFAULT.withDeadlineAfter(limit.toMillis(), TimeUnit.MILLISECONDS),
              FetchRequest.newBuilder().setDigest(digest).build());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      while (chunks.hasNext()) {
        chunks.next().getChunk().writeTo(bytes);
        if (bytes.size() > MAX_BYTES) {
          throw new IOException(digest + " is larger than " + MAX_BYTES + " bytes");
        }
      }
      return checked(path, digest, bytes.toByteArray());
    } catch (StatusRuntimeException e) {
      throw new IOException(
          path.address().node() + " did not give " + digest + ": " + e.getStatus(), e);
    }
  }

  /** "sha256:&lt;hex&gt;" of bytes. */
  public static String digest(byte[] bytes) {
    return "sha256:" + HexFormat.of().formatHex(Sha256.begin().digest(bytes));
  }

  private static byte[] checked(WorkerPath path, String digest, byte[] bytes) throws IOException {
    String actual = digest(bytes);
    if (!actual.equals(digest)) {
      throw new IOException(
          path.address().node() + " sent " + actual + " for " + digest + "; refused");
    }
    return bytes;
  }
}
