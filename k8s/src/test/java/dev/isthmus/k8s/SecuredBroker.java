package dev.isthmus.k8s;

import dev.isthmus.local.broker.BrokerListener;
import dev.isthmus.local.broker.BrokerMain;
import dev.isthmus.local.broker.BrokerSettings;
import dev.isthmus.local.process.Backoff;
import dev.isthmus.local.process.ChildSpec;
import dev.isthmus.local.process.Ports;
import dev.isthmus.local.process.Supervisor;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;

/**
 * A broker as the Strimzi overlay asks for it: TLS and SCRAM at the door, and an authorizer that
 * denies what no rule allows. A second, open door is the administrator's.
 */
final class SecuredBroker implements AutoCloseable {

  /** What every user's password begins with. */
  static final String PASSWORD = "secret of ";

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int SCRAM_ROUNDS = 4096;
  private static final String STORE_PASSWORD = "of-this-test";

  private final Supervisor supervisor = new Supervisor(Backoff.DEFAULT, exit -> {});
  private final int open;
  private final int secured;
  private final String certificate;

  SecuredBroker(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
    Ports ports = new Ports(new Random());
    open = ports.next();
    secured = ports.next();
    Path store = folder.resolve("broker.p12");
    certificate = selfSigned(store);
    Properties properties =
        new BrokerSettings(
                folder.resolve("data"),
                ports.next(),
                List.of(BrokerListener.direct(open), BrokerListener.direct(secured)))
            .properties();
    properties.setProperty(
        "listener.security.protocol.map", "SITE_0:PLAINTEXT,SITE_1:SASL_SSL,CONTROLLER:PLAINTEXT");
    properties.setProperty("sasl.enabled.mechanisms", "SCRAM-SHA-512");
    properties.setProperty(
        "listener.name.site_1.scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    properties.setProperty("listener.name.site_1.ssl.keystore.location", store.toString());
    properties.setProperty("listener.name.site_1.ssl.keystore.password", STORE_PASSWORD);
    properties.setProperty("listener.name.site_1.ssl.keystore.type", "PKCS12");
    properties.setProperty(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    properties.setProperty("super.users", "User:ANONYMOUS");
    Path file = folder.resolve("broker.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    supervisor.start(
        new ChildSpec(
            "broker",
            List.of(
                java("java"),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName(),
                file.toString()),
            Map.of(),
            folder.resolve("broker.log"),
            folder.resolve("broker.pid")));
  }

  /** Settings of a client that may do everything. */
  Map<String, Object> administrator() {
    return Map.of("bootstrap.servers", "127.0.0.1:" + open, "default.api.timeout.ms", 180_000);
  }

  /** Lets users in, each with a password and what it may do. */
  void admit(Map<String, Collection<AclBinding>> users)
      throws ExecutionException, InterruptedException, TimeoutException {
    try (Admin admin = Admin.create(administrator())) {
      for (Map.Entry<String, Collection<AclBinding>> user : users.entrySet()) {
        done(admin.createAcls(user.getValue()).all());
        done(
            admin
                .alterUserScramCredentials(
                    List.of(
                        new UserScramCredentialUpsertion(
                            user.getKey(),
                            new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, SCRAM_ROUNDS),
                            PASSWORD + user.getKey())))
                .all());
      }
    }
  }

  private static <T> T done(KafkaFuture<T> future)
      throws ExecutionException, InterruptedException, TimeoutException {
    return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Settings of a client that is this user, with the password that it was admitted with. */
  Map<String, Object> user(String name) {
    return user(name, PASSWORD + name);
  }

  /** Settings of a client that is this user, as agents, routers and the operator are given them. */
  Map<String, Object> user(String name, String password) {
    return Map.of(
        "bootstrap.servers",
        "127.0.0.1:" + secured,
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        "SCRAM-SHA-512",
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(name, password),
        "ssl.truststore.type",
        "PEM",
        "ssl.truststore.certificates",
        certificate,
        "default.api.timeout.ms",
        180_000);
  }

  @Override
  public void close() {
    supervisor.close();
  }

  /**
   * @return the certificate, in PEM
   */
  private static String selfSigned(Path store)
      throws IOException, InterruptedException, GeneralSecurityException {
    Process keytool =
        new ProcessBuilder(
                java("keytool"),
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=broker",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                STORE_PASSWORD)
            .inheritIO()
            .start();
    if (!keytool.waitFor(3, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
      throw new IOException("keytool made no certificate");
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, STORE_PASSWORD.toCharArray());
    }
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(keys.getCertificate("broker").getEncoded());
    return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
  }

  private static String java(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program).toString();
  }
}
