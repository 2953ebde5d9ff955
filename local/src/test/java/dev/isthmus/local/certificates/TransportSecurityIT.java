package dev.isthmus.local.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.protocol.secure.SiteGuard;
import dev.isthmus.protocol.secure.TlsFiles;
import dev.isthmus.protocol.secure.TransportSecurity;
import dev.isthmus.protocol.v1.AttachGrpc;
import dev.isthmus.protocol.v1.Presence;
import dev.isthmus.protocol.v1.Wanted;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real connections between processes of sites, some of which are not who they ought to be. */
class TransportSecurityIT {

  private static final long LIMIT_SECONDS = 180;

  @TempDir Path folder;

  private final ThrowawayAuthority authority = new ThrowawayAuthority(Clock.systemUTC());
  private TransportSecurity agent;
  private Server server;

  @BeforeEach
  void start() throws IOException {
    agent = security(authority.issue("edge", folder.resolve("agent")));
    server =
        NettyServerBuilder.forPort(0, agent.server())
            .addService(ServerInterceptors.intercept(new Echo(), new SiteGuard(Set.of("edge"))))
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @Test
  void aRouterOfTheSameSiteIsLetIn() {
    assertThatCode(() -> call(identity("edge").channel())).doesNotThrowAnyException();
  }

  @Test
  void aRouterOfAnotherSiteIsToldWhereToGo() {
    assertThatThrownBy(() -> call(identity("cloud").channel()))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessage(
            "PERMISSION_DENIED: site cloud is not let in here, only edge; dial the site's router,"
                + " or add it to isthmus.tls.admit");
  }

  @Test
  void plainTextIsNotAnswered() {
    assertUnavailable(InsecureChannelCredentials.create());
  }

  @Test
  void whoHasNoCertificateIsNotLetIn() throws IOException {
    Path trusted = authority.issue("edge", folder.resolve("other")).authority();

    assertThatThrownBy(
            () -> call(TlsChannelCredentials.newBuilder().trustManager(trusted.toFile()).build()))
        .isInstanceOf(StatusRuntimeException.class);
  }

  @Test
  void aCertificateOfAnotherAuthorityIsWorthNothing() {
    SiteFiles forged =
        new ThrowawayAuthority(Clock.systemUTC()).issue("edge", folder.resolve("forged"));

    assertUnavailable(security(forged).channel());
  }

  @Test
  void aRouterDoesNotTalkToAnAgentOfAnotherAuthority() {
    SiteFiles own =
        new ThrowawayAuthority(Clock.systemUTC()).issue("edge", folder.resolve("forged"));
    SiteFiles known = authority.issue("edge", folder.resolve("known"));

    assertUnavailable(
        security(new SiteFiles(known.certificate(), known.key(), own.authority())).channel());
  }

  @Test
  void aRotatedAuthorityIsUsedForNewConnections() throws Exception {
    ThrowawayAuthority next = new ThrowawayAuthority(Clock.systemUTC());
    TransportSecurity router = security(next.issue("edge", folder.resolve("router")));
    assertUnavailable(router.channel());

    next.issue("edge", folder.resolve("agent"));
    agent.reload();

    assertThatCode(() -> call(router.channel())).doesNotThrowAnyException();
  }

  @Test
  void whatWasReadBeforeStaysInForceWhereAFileIsBroken() throws IOException {
    Files.writeString(folder.resolve("agent").resolve("tls.key"), "half of a k");

    assertThatThrownBy(() -> agent.reload()).isInstanceOf(Exception.class);
    assertThatCode(() -> call(identity("edge").channel())).doesNotThrowAnyException();
  }

  @Test
  void aMissingFileIsNamedAtTheStart() {
    SiteFiles files = authority.issue("edge", folder.resolve("gone"));
    Path nowhere = folder.resolve("nowhere.key");

    assertThatThrownBy(
            () -> security(new SiteFiles(files.certificate(), nowhere, files.authority())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(nowhere.toString());
  }

  @Test
  void aKeyIsReadableByItsOwnerAlone() throws IOException {
    assertThat(Files.getPosixFilePermissions(folder.resolve("agent").resolve("tls.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  private TransportSecurity identity(String site) {
    return security(authority.issue(site, folder.resolve("identity-of-" + site)));
  }

  private static TransportSecurity security(SiteFiles files) {
    return TransportSecurity.of(
        Optional.of(new TlsFiles(files.certificate(), files.key(), files.authority())));
  }

  private void assertUnavailable(ChannelCredentials credentials) {
    assertThatThrownBy(() -> call(credentials))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            refused ->
                assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
  }

  private void call(ChannelCredentials credentials) {
    ManagedChannel channel =
        NettyChannelBuilder.forTarget("dns:///127.0.0.1:" + server.getPort(), credentials).build();
    try {
      Answer answer = new Answer();
      AttachGrpc.newStub(channel)
          .hold(answer)
          .onNext(Presence.newBuilder().setHolder("edge-0").build());
      answer.first.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw (RuntimeException) e.getCause();
    } finally {
      channel.shutdownNow();
    }
  }

  /** Answers each presence. */
  private static final class Echo extends AttachGrpc.AttachImplBase {

    @Override
    public StreamObserver<Presence> hold(StreamObserver<Wanted> out) {
      return new StreamObserver<>() {
        @Override
        public void onNext(Presence presence) {
          out.onNext(Wanted.getDefaultInstance());
        }

        @Override
        public void onError(Throwable cause) {}

        @Override
        public void onCompleted() {
          out.onCompleted();
        }
      };
    }
  }

  private static final class Answer implements StreamObserver<Wanted> {

    private final CompletableFuture<Wanted> first = new CompletableFuture<>();

    @Override
    public void onNext(Wanted wanted) {
      first.complete(wanted);
    }

    @Override
    public void onError(Throwable cause) {
      first.completeExceptionally(cause);
    }

    @Override
    public void onCompleted() {
      first.completeExceptionally(new IllegalStateException("ended"));
    }
  }
}
