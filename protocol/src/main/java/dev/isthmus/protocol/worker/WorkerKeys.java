package dev.isthmus.protocol.worker;

import io.grpc.Metadata;

/** gRPC metadata of the Worker service. */
public final class WorkerKeys {

  /**
   * Names the agent that is meant. A site's router relays by it; an agent refuses another's name.
   */
  public static final Metadata.Key<String> NODE =
      Metadata.Key.of("isthmus-node", Metadata.ASCII_STRING_MARSHALLER);

  private WorkerKeys() {}
}
