package dev.isthmus.operator.source.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isthmus.crds.folder.RefusedDocument;
import dev.isthmus.crds.folder.StateFolder;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.node.NodeSpec;
import dev.isthmus.crds.site.Site;
import dev.isthmus.crds.site.SitePhase;
import dev.isthmus.crds.site.SiteStatus;
import dev.isthmus.crds.site.Tier;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {

  private static final String EDGE = site("edge", "Edge");

  @TempDir Path root;
  private final AtomicInteger uids = new AtomicInteger();
  private long written = 1_000;
  private FolderSource source;

  @BeforeEach
  void open() throws IOException {
    Files.createDirectories(root.resolve("manifests"));
    source = reopen();
  }

  @Test
  void aResourceGetsAUidAndKeepsItWhenItChanges() throws IOException {
    write("a.yaml", EDGE);
    assertThat(source.refresh()).isTrue();
    assertThat(source.refresh()).isFalse();
    assertThat(edge().getMetadata().getUid()).isEqualTo("uid-1");
    assertThat(edge().getMetadata().getGeneration()).isEqualTo(1);
    assertThat(edge().getMetadata().getCreationTimestamp()).isEqualTo("2026-01-01T00:00:00Z");

    write("a.yaml", site("edge", "Cloud"));
    assertThat(source.refresh()).isTrue();
    assertThat(edge().getMetadata().getUid()).isEqualTo("uid-1");
    assertThat(edge().getMetadata().getGeneration()).isEqualTo(2);
    assertThat(edge().getSpec().tier()).isEqualTo(Tier.CLOUD);
  }

  @Test
  void aRestartFindsUidsGenerationsAndStatus() throws IOException {
    write("a.yaml", EDGE);
    source.refresh();
    source.writeStatus(edge(), new SiteStatus(1L, SitePhase.READY, 2, 1, List.of()));

    source = reopen();
    source.refresh();

    assertThat(edge().getMetadata().getUid()).isEqualTo("uid-1");
    assertThat(edge().getMetadata().getGeneration()).isEqualTo(1);
    assertThat(edge().getStatus().nodes()).isEqualTo(2);
  }

  @Test
  void aBadChangeKeepsTheLastGoodVersionAndSaysWhy() throws IOException {
    write("a.yaml", EDGE);
    source.refresh();
    write("a.yaml", site("edge", "Fog"));
    source.refresh();
    assertThat(edge().getSpec().tier()).isEqualTo(Tier.EDGE);
    assertThat(state().refused())
        .extracting(RefusedDocument::oneLine)
        .containsExactly(
            "a.yaml#1: Site edge is refused: spec.tier: Unsupported value: \"Fog\": supported values: \"Cloud\", \"Edge\"");

    source = reopen();
    source.refresh();
    assertThat(edge().getSpec().tier()).isEqualTo(Tier.EDGE);

    write("a.yaml", EDGE);
    source.refresh();
    assertThat(state().refused()).isEmpty();
    assertThat(edge().getMetadata().getGeneration()).isEqualTo(1);
  }

  @Test
  void aListsItemsAndJsonAreReadAndDocumentsOfCommentsAreNone() throws IOException {
    write(
        "a.yaml", "# a file of comments\n---\n# Source: chart\n---\n" + EDGE + "---\n# end\n---\n");
    String cloud =
        """
        {"apiVersion": "v1", "kind": "List", "items": [
          {"apiVersion": "isthmus.dev/v1alpha1", "kind": "Site",
           "metadata": {"name": "cloud"}, "spec": {"tier": "Cloud"}},
          {"apiVersion": "isthmus.dev/v1alpha1", "kind": "Site",
           "metadata": {"name": "third"}, "spec": {"tier": "Fog"}}]}
        """;
    write("b.json", cloud);
    source.refresh();
    assertThat(source.list(Site.class))
        .extracting(site -> site.getMetadata().getName())
        .containsExactlyInAnyOrder("edge", "cloud");
    assertThat(state().refused())
        .extracting(RefusedDocument::oneLine)
        .containsExactly(
            "b.json#2: Site third is refused: spec.tier: Unsupported value: \"Fog\": supported values: \"Cloud\", \"Edge\"");
  }

  @Test
  void aFileThatIsNoYamlKeepsWhatItSaidBefore() throws IOException {
    write("a.yaml", EDGE);
    source.refresh();
    write("a.yaml", "kind: [");
    source.refresh();
    assertThat(edge().getSpec().tier()).isEqualTo(Tier.EDGE);
    assertThat(state().refused().get(0).oneLine())
        .startsWith("a.yaml is refused: line 1: this is not YAML: ");
  }

  @Test
  void aMisspeltKindTakesNothingAway() throws IOException {
    write("a.yaml", EDGE);
    source.refresh();
    write("a.yaml", EDGE.replace("kind: Site", "kind: Stie"));
    source.refresh();
    assertThat(source.list(Site.class)).hasSize(1);
  }

  @Test
  void whatNoManifestNamesAnyMoreIsGoneAndComesBackAsAnother() throws IOException {
    write("a.yaml", EDGE);
    source.refresh();
    Files.delete(root.resolve("manifests/a.yaml"));
    source.refresh();
    assertThat(source.list(Site.class)).isEmpty();
    write("b.yaml", EDGE);
    source.refresh();
    assertThat(edge().getMetadata().getUid()).isEqualTo("uid-2");
  }

  @Test
  void manifestsThatVanishChangeNothing() throws IOException {
    write("a.yaml", EDGE);
    source.refresh();
    Files.delete(root.resolve("manifests/a.yaml"));
    Files.delete(root.resolve("manifests"));
    source.refresh();
    assertThat(source.list(Site.class)).hasSize(1);
    assertThat(state().refused().get(0).causes().get(0).message())
        .contains("no such file or folder");
  }

  @Test
  void aSecondDocumentOfTheSameNameIsRefused() throws IOException {
    write("a.yaml", EDGE + "---\n" + site("edge", "Cloud"));
    source.refresh();
    assertThat(edge().getSpec().tier()).isEqualTo(Tier.EDGE);
    assertThat(state().refused().get(0).source()).isEqualTo("a.yaml#2");
  }

  @Test
  void aNodeOfTheOperatorsTakesThePersonsCordonAndLosesItAgain() throws IOException {
    source.refresh();
    InferenceNode own = new InferenceNode();
    own.setMetadata(new ObjectMetaBuilder().withName("edge-cpu-0").build());
    own.setSpec(new NodeSpec(false));
    source.make(own);
    write(
        "n.yaml",
        "{apiVersion: isthmus.dev/v1alpha1, kind: InferenceNode, metadata: {name: edge-cpu-0}, spec: {cordoned: true}}");
    source.refresh();
    assertThat(node().getSpec().isCordoned()).isTrue();
    assertThat(node().getMetadata().getUid()).isEqualTo("uid-1");
    Files.delete(root.resolve("manifests/n.yaml"));
    source.refresh();
    assertThat(node().getSpec().isCordoned()).isFalse();
    assertThat(node().getMetadata().getGeneration()).isEqualTo(3);
  }

  @Test
  void anEqualStatusIsNotWrittenAgain() throws IOException {
    write("a.yaml", EDGE);
    source.refresh();
    source.writeStatus(edge(), new SiteStatus(1L, SitePhase.READY, 2, 1, List.of()));
    Path file = root.resolve("state/sites/edge.yaml");
    Files.setLastModifiedTime(file, FileTime.fromMillis(5_000));
    source.writeStatus(edge(), new SiteStatus(1L, SitePhase.READY, 2, 1, List.of()));
    assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(5_000);
  }

  private Site edge() {
    return source.find(Site.class, null, "edge").orElseThrow();
  }

  private InferenceNode node() {
    return source.find(InferenceNode.class, null, "edge-cpu-0").orElseThrow();
  }

  private StateFolder state() {
    return new StateFolder(root.resolve("state"));
  }

  private FolderSource reopen() {
    return new FolderSource(
        root.resolve("manifests"),
        state(),
        Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
        () -> "uid-" + uids.incrementAndGet());
  }

  private void write(String name, String text) throws IOException {
    Path file = Files.writeString(root.resolve("manifests").resolve(name), text);
    Files.setLastModifiedTime(file, FileTime.fromMillis(written += 1_000));
  }

  private static String site(String name, String tier) {
    return "apiVersion: isthmus.dev/v1alpha1\nkind: Site\nmetadata:\n  name: "
        + name
        + "\nspec:\n  tier: "
        + tier
        + "\n";
  }
}
