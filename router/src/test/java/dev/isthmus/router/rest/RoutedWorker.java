package dev.isthmus.router.rest;

import dev.isthmus.engine.source.TemplateSource;
import dev.isthmus.engine.text.TemplateFile;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RouteRecord;
import dev.isthmus.protocol.v1.RouteWorker;
import dev.isthmus.protocol.v1.SpeculationPolicy;
import dev.isthmus.router.fake.FakeWorker;
import dev.isthmus.router.fake.ToyModel;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A fake verifier and drafter, and a route to them on the router's disk: no broker is near. */
public class RoutedWorker implements QuarkusTestResourceLifecycleManager {

  /** Ids of the letters a to z in the fixture's tokenizer begin here. */
  static final int LETTER_A = 67;

  static final int CONTEXT = 512;
  static final ToyModel MODEL = new ToyModel(0, LETTER_A);

  private static FakeWorker verifier;
  private static FakeWorker drafter;

  static FakeWorker verifier() {
    return verifier;
  }

  @Override
  public Map<String, String> start() {
    verifier = new FakeWorker(MODEL);
    drafter = new FakeWorker(MODEL);
    try {
      Path folder = Files.createTempDirectory("router-it");
      Path routes = Files.createDirectories(folder.resolve("routes"));
      Files.write(routes.resolve("default_toy.route"), route().toByteArray());
      return Map.of(
          "isthmus.site", "edge",
          "isthmus.router", "edge-router-0",
          "isthmus.data-dir", folder.toString(),
          "isthmus.cache-dir", folder.toString(),
          "quarkus.grpc.server.port", "0",
          "quarkus.http.test-port", "0",
          "kafka.bootstrap.servers", "127.0.0.1:1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    verifier.close();
    drafter.close();
  }

  static byte[] tokenizer() throws IOException {
    return resource("/tiny/tokenizer.json");
  }

  static TemplateSource template() throws IOException {
    return new TemplateSource(
        new String(resource("/tiny/chat_template.jinja"), StandardCharsets.UTF_8),
        "<|endoftext|>",
        "<|im_end|>");
  }

  private static RouteRecord route() throws IOException {
    return RouteRecord.newBuilder()
        .setVersion(RecordCodec.VERSION)
        .setRecordEpoch(1)
        .setService("default/toy")
        .setModel("toy")
        .setContext(CONTEXT)
        .addStopIds(ToyModel.STOP)
        .setCreatedSeconds(1_700_000_000)
        .setTokenizerDigest(verifier.serve(tokenizer()))
        .setTemplateDigest(verifier.serve(TemplateFile.write(template())))
        .addWorkers(worker("cloud-0", verifier, Role.ROLE_VERIFIER))
        .addWorkers(worker("edge-0", drafter, Role.ROLE_DRAFTER))
        .setSpeculation(SpeculationPolicy.newBuilder().setMaxDraftTokens(8).setAcceptancePrior(0.6))
        .build();
  }

  private static RouteWorker worker(String node, FakeWorker worker, Role role) {
    return RouteWorker.newBuilder()
        .setNode(node)
        .setSite("edge")
        .setAddress(worker.address())
        .setRole(role)
        .build();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = RoutedWorker.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
