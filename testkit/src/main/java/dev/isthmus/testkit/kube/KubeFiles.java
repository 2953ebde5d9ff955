package dev.isthmus.testkit.kube;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/** The files that an API server reads at its start. */
record KubeFiles(Path folder) {

  private static final String AUDIT =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
      - level: Metadata
      """;

  void write(List<KubeUser> users) throws IOException {
    Files.createDirectories(certificates());
    Files.writeString(tokens(), users.stream().map(KubeUser::line).collect(Collectors.joining()));
    Files.writeString(auditPolicy(), AUDIT);
    KeyPair pair = key();
    Files.writeString(signingKey(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    Files.writeString(publicKey(), pem("PUBLIC KEY", pair.getPublic().getEncoded()));
  }

  Path tokens() {
    return folder.resolve("tokens.csv");
  }

  Path signingKey() {
    return folder.resolve("service-accounts.key");
  }

  Path publicKey() {
    return folder.resolve("service-accounts.pub");
  }

  Path certificates() {
    return folder.resolve("certificates");
  }

  /** The API server makes it at its first start. */
  Path certificate() {
    return certificates().resolve("apiserver.crt");
  }

  Path auditPolicy() {
    return folder.resolve("audit-policy.yaml");
  }

  Path auditLog() {
    return folder.resolve("audit.log");
  }

  private static KeyPair key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] der) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(what, body);
  }
}
