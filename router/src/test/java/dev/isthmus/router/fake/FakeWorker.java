package dev.isthmus.router.fake;

import com.google.protobuf.ByteString;
import dev.isthmus.protocol.v1.FetchReply;
import dev.isthmus.protocol.v1.FetchRequest;
import dev.isthmus.protocol.v1.ProbeReply;
import dev.isthmus.protocol.v1.ProbeRequest;
import dev.isthmus.protocol.v1.SessionReply;
import dev.isthmus.protocol.v1.SessionRequest;
import dev.isthmus.protocol.v1.WorkerGrpc;
import dev.isthmus.router.worker.TextFetch;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A worker with the real semantics and a toy model, over loopback gRPC: it can drop streams, go
 * silent, forget, die and come back.
 */
public final class FakeWorker implements AutoCloseable {

  private final ToyModel model;
  private final Map<String, ToySession> sessions = new ConcurrentHashMap<>();
  private final Map<String, byte[]> texts = new ConcurrentHashMap<>();
  private final Set<FakeStream> streams = ConcurrentHashMap.newKeySet();
  private final AtomicInteger frames = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final AtomicInteger drafts = new AtomicInteger();
  private volatile Faults faults = Faults.NONE;
  private volatile boolean silent;
  private volatile boolean rerouting;
  private volatile int holdAt = Integer.MAX_VALUE;
  private volatile String numericsClass = "toy-class";
  private Server server;
  private int port;

  public FakeWorker(ToyModel model) {
    this.model = model;
    start(0);
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  public void faults(Faults next) {
    faults = next;
  }

  public void numericsClass(String name) {
    numericsClass = name;
  }

  /** From now on tokens come by other experts than the gates chose. */
  public void rerouting() {
    rerouting = true;
  }

  boolean isRerouting() {
    return rerouting;
  }

  /** From now on requests are swallowed and nothing is answered, until it is called with false. */
  public void silent(boolean now) {
    silent = now;
  }

  /** Decoding pauses where a session's log has this many tokens. */
  public void holdAt(int tokens) {
    holdAt = tokens;
  }

  /** Decoding that paused goes on. */
  public void release() {
    holdAt = Integer.MAX_VALUE;
    streams.forEach(FakeStream::goOn);
  }

  /** Waits until so many sessions are left. */
  public synchronized void awaitSessions(int count) throws InterruptedException {
    while (sessions.size() != count) {
      wait(5000);
    }
  }

  /** Serves a text under its digest, which is returned. */
  public String serve(byte[] text) {
    String digest = TextFetch.digest(text);
    texts.put(digest, text);
    return digest;
  }

  /** Ends the process, as far as anyone can tell: streams break, sessions are gone. */
  public void kill() {
    try {
      server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sessions.clear();
  }

  /** The process comes back, at the same address, knowing nothing. */
  public void restart() {
    start(port);
  }

  private void start(int at) {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", at))
              .addService(new Service())
              .directExecutor()
              .build()
              .start();
      port = server.getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sessions that were neither closed nor forgotten. */
  public int sessions() {
    return sessions.size();
  }

  /** Openings that were answered. */
  public int openings() {
    return opened.get();
  }

  /** Drafts that were asked for. */
  public int drafts() {
    return drafts.get();
  }

  void countDraft() {
    drafts.incrementAndGet();
  }

  public List<FakeStream> streams() {
    return List.copyOf(streams);
  }

  @Override
  public void close() {
    kill();
  }

  ToyModel model() {
    return model;
  }

  String numericsClass() {
    return numericsClass;
  }

  boolean isSilent() {
    return silent;
  }

  Faults.Fault nextFault() {
    return faults.at(frames.getAndIncrement());
  }

  boolean holds(int tokens) {
    return tokens >= holdAt;
  }

  synchronized void forget(String session) {
    sessions.remove(session);
    notifyAll();
  }

  Map<String, ToySession> table() {
    return sessions;
  }

  synchronized void countOpening() {
    opened.incrementAndGet();
    notifyAll();
  }

  void ended(FakeStream stream) {
    streams.remove(stream);
  }

  private final class Service extends WorkerGrpc.WorkerImplBase {

    @Override
    public StreamObserver<SessionRequest> session(StreamObserver<SessionReply> replies) {
      FakeStream stream = new FakeStream(FakeWorker.this, replies);
      streams.add(stream);
      return stream;
    }

    @Override
    public void fetch(FetchRequest request, StreamObserver<FetchReply> replies) {
      byte[] text = texts.get(request.getDigest());
      if (text == null) {
        replies.onError(Status.NOT_FOUND.asRuntimeException());
        return;
      }
      replies.onNext(FetchReply.newBuilder().setChunk(ByteString.copyFrom(text)).build());
      replies.onCompleted();
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeReply> replies) {
      if (!silent) {
        replies.onNext(ProbeReply.newBuilder().setPayload(request.getPayload()).build());
        replies.onCompleted();
      }
    }
  }
}
