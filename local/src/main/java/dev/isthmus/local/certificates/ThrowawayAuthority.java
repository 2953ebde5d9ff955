package dev.isthmus.local.certificates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Gives sites identities that nobody else trusts. Its own key is kept in memory only, so nothing
 * can be added once it is gone.
 */
public final class ThrowawayAuthority {

  private static final Duration BEGUN = Duration.ofMinutes(5);
  private static final Duration LASTS = Duration.ofDays(365);
  private static final int SERIAL_BITS = 64;
  private static final X500Name NAME = new X500Name("CN=isthmus throwaway authority");

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final KeyPair keys = keyPair();

  public ThrowawayAuthority(Clock clock) {
    this.clock = clock;
  }

  /** Writes a new identity of a site into a folder, in place of one that is there. */
  public SiteFiles issue(String site, Path folder) {
    SiteFiles files =
        new SiteFiles(
            folder.resolve("tls.crt"), folder.resolve("tls.key"), folder.resolve("ca.crt"));
    KeyPair own = keyPair();
    try {
      Files.createDirectories(folder);
      write(files.key(), "PRIVATE KEY", own.getPrivate().getEncoded());
      write(
          files.certificate(),
          "CERTIFICATE",
          signed(
              new X500Name("CN=" + site),
              own,
              Extension.subjectAlternativeName,
              new GeneralNames(
                  new GeneralName(GeneralName.uniformResourceIdentifier, "isthmus://" + site))));
      write(
          files.authority(),
          "CERTIFICATE",
          signed(NAME, keys, Extension.basicConstraints, new BasicConstraints(true)));
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be written", e);
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] signed(
      X500Name subject, KeyPair owner, ASN1ObjectIdentifier extension, ASN1Object value)
      throws IOException, OperatorCreationException {
    Instant now = clock.instant();
    X509v3CertificateBuilder certificate =
        new JcaX509v3CertificateBuilder(
            NAME,
            new BigInteger(SERIAL_BITS, random),
            Date.from(now.minus(BEGUN)),
            Date.from(now.plus(LASTS)),
            subject,
            owner.getPublic());
    certificate.addExtension(extension, true, value);
    return certificate
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
        .getEncoded();
  }

  /** Readable by its owner alone. */
  private static void write(Path file, String kind, byte[] der) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(
                kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der), kind));
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no elliptic curves", e);
    }
  }
}
