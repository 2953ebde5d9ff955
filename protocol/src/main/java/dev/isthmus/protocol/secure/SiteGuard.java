package dev.isthmus.protocol.secure;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Lets in calls of certain sites only. A server in plain text knows no sites, and lets all in. */
public final class SiteGuard implements ServerInterceptor {

  private final Set<String> admitted;

  /**
   * @param admitted names of sites
   */
  public SiteGuard(Set<String> admitted) {
    this.admitted = Set.copyOf(admitted);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    SSLSession session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      return next.startCall(call, headers);
    }
    Optional<String> site = site(session);
    if (site.filter(admitted::contains).isPresent()) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.PERMISSION_DENIED.withDescription(
            "site %s is not let in here, only %s; dial the site's router, or add it to isthmus.tls.admit"
                .formatted(site.orElse("(none)"), String.join(", ", admitted))),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }

  private static Optional<String> site(SSLSession session) {
    try {
      return PeerSite.of((X509Certificate) session.getPeerCertificates()[0]);
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }
}
