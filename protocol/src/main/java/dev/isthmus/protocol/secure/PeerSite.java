package dev.isthmus.protocol.secure;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The site that a certificate speaks for: its URI name {@code isthmus://<site>} (RFC 5280). */
final class PeerSite {

  static final String SCHEME = "isthmus://";
  private static final int URI_NAME = 6;

  private PeerSite() {}

  /** Empty where it speaks for none, or for more than one. */
  static Optional<String> of(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      if (names == null) {
        return Optional.empty();
      }
      List<String> sites =
          names.stream()
              .filter(name -> name.get(0).equals(URI_NAME))
              .map(name -> (String) name.get(1))
              .filter(uri -> uri.startsWith(SCHEME) && uri.length() > SCHEME.length())
              .map(uri -> uri.substring(SCHEME.length()))
              .toList();
      return sites.size() == 1 ? Optional.of(sites.get(0)) : Optional.empty();
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }
}
