package dev.isthmus.protocol.secure;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;

/**
 * How a process's gRPC is secured: mutual TLS where it has an identity, plain text where it has
 * none. New connections use what {@link #reload} read last; open ones go on. Thread-safe.
 */
public final class TransportSecurity {

  /** How often files are read again, so that a rotated certificate is used before the old ends. */
  public static final Duration RELOAD = Duration.ofSeconds(30);

  private final Optional<TlsFiles> files;
  private final AdvancedTlsX509KeyManager identity = new AdvancedTlsX509KeyManager();
  private final AdvancedTlsX509TrustManager authority;

  private TransportSecurity(Optional<TlsFiles> files) throws GeneralSecurityException {
    this.files = files;
    this.authority =
        AdvancedTlsX509TrustManager.newBuilder()
            .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
            .setSslSocketAndEnginePeerVerifier(new IsthmusPeers())
            .build();
  }

  /**
   * @throws IllegalArgumentException where a file cannot be used
   */
  public static TransportSecurity of(Optional<TlsFiles> files) {
    try {
      TransportSecurity security = new TransportSecurity(files);
      security.reload();
      return security;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "the TLS files %s cannot be used: %s".formatted(files.orElseThrow(), e.getMessage()), e);
    }
  }

  public static TransportSecurity plainText() {
    return of(Optional.empty());
  }

  /**
   * Reads the files again; what was read before stays in force where they cannot be used.
   *
   * @throws IOException where a file cannot be read
   * @throws GeneralSecurityException where one holds something else
   */
  public void reload() throws IOException, GeneralSecurityException {
    if (files.isPresent()) {
      TlsFiles now = files.get();
      authority.updateTrustCredentials(now.authority().toFile());
      identity.updateIdentityCredentials(now.certificate().toFile(), now.key().toFile());
    }
  }

  /** For who dials. */
  public ChannelCredentials channel() {
    return files.isEmpty()
        ? InsecureChannelCredentials.create()
        : TlsChannelCredentials.newBuilder().keyManager(identity).trustManager(authority).build();
  }

  /** For who is dialled: nobody without a certificate gets in. */
  public ServerCredentials server() {
    return files.isEmpty()
        ? InsecureServerCredentials.create()
        : TlsServerCredentials.newBuilder()
            .keyManager(identity)
            .trustManager(authority)
            .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
            .build();
  }
}
