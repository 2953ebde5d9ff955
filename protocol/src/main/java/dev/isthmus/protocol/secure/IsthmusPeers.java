package dev.isthmus.protocol.secure;

import io.grpc.util.AdvancedTlsX509TrustManager.SslSocketAndEnginePeerVerifier;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;

/**
 * Takes a peer whose certificate names a site. Host names are not looked at: agents are dialled by
 * address, and through streams that they hold.
 */
final class IsthmusPeers implements SslSocketAndEnginePeerVerifier {

  @Override
  public void verifyPeerCertificate(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    verify(chain);
  }

  @Override
  public void verifyPeerCertificate(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    verify(chain);
  }

  private static void verify(X509Certificate[] chain) throws CertificateException {
    if (PeerSite.of(chain[0]).isEmpty()) {
      throw new CertificateException(
          "the certificate of %s names no site; give it the one URI name %s<site>"
              .formatted(chain[0].getSubjectX500Principal(), PeerSite.SCHEME));
    }
  }
}
