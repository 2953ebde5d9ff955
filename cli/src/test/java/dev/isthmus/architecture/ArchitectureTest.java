package dev.isthmus.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Who may know whom (docs/architecture.md). The classes of every module are read from where Maven
 * compiled them.
 */
class ArchitectureTest {

  private static final String[] FRAMEWORKS = {
    "io.quarkus..",
    "jakarta.enterprise..",
    "jakarta.inject..",
    "io.fabric8..",
    "org.apache.kafka..",
    "io.grpc..",
    "io.vertx..",
    "io.smallrye.."
  };

  private static JavaClasses classes;

  /** Our modules and what each may know of ours. */
  enum Module {
    CRDS("crds", "dev.isthmus.crds.."),
    PROTOCOL("protocol", "dev.isthmus.protocol.."),
    ENGINE("engine", "dev.isthmus.engine.."),
    PLANNER("planner", "dev.isthmus.planner.."),
    OPERATOR("operator", "dev.isthmus.operator..", CRDS, PROTOCOL, PLANNER),
    AGENT("edge-agent", "dev.isthmus.agent..", PROTOCOL, ENGINE),
    ROUTER("router", "dev.isthmus.router..", PROTOCOL, ENGINE, PLANNER),
    LOCAL("local", "dev.isthmus.local..", CRDS, PROTOCOL),
    TESTKIT("testkit", "dev.isthmus.testkit..", CRDS, LOCAL),
    IMAGES("images", "dev.isthmus.images.."),
    CLI("cli", "dev.isthmus.cli..", CRDS, PROTOCOL, ENGINE, PLANNER, LOCAL, OPERATOR);

    final String folder;
    final String packages;
    final List<Module> known;

    Module(String folder, String packages, Module... known) {
      this.folder = folder;
      this.packages = packages;
      this.known = List.of(known);
    }

    String[] unknown() {
      List<String> others = new ArrayList<>();
      for (Module other : values()) {
        if (other != this && !known.contains(other)) {
          others.add(other.packages);
        }
      }
      return others.toArray(String[]::new);
    }
  }

  @BeforeAll
  static void readEveryModule() {
    List<Path> folders = new ArrayList<>();
    for (Module module : Module.values()) {
      folders.add(Path.of("..", module.folder, "target", "classes"));
    }
    classes = new ClassFileImporter().importPaths(folders);
  }

  @ParameterizedTest
  @EnumSource
  void aModuleKnowsOnlyWhatTheDesignAllows(Module module) {
    noClasses()
        .that()
        .resideInAPackage(module.packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(module.unknown())
        .check(classes);
  }

  @ParameterizedTest
  @EnumSource(names = {"ENGINE", "PLANNER"})
  void pureModulesKnowNoFramework(Module module) {
    noClasses()
        .that()
        .resideInAPackage(module.packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(FRAMEWORKS)
        .check(classes);
  }

  @Test
  void noClassIsNamedAfterNothing() {
    noClasses()
        .that()
        .resideInAPackage("dev.isthmus..")
        .and()
        .resideOutsideOfPackage("dev.isthmus.protocol.v1..")
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
        .check(classes);
  }

  @Test
  void timeAndChanceComeInThroughConstructors() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.isthmus.engine..", "dev.isthmus.planner..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Math.class, "random")
        .check(classes);
  }

  /**
   * A rule that is broken on purpose: were no class read, every rule above would hold and mean
   * nothing.
   */
  @Test
  void theRulesBite() {
    ArchRule broken =
        classes()
            .that()
            .resideInAPackage("dev.isthmus.engine..")
            .should()
            .resideInAPackage("nowhere");
    assertThatThrownBy(() -> broken.check(classes)).isInstanceOf(AssertionError.class);
    for (Module module : Module.values()) {
      String prefix = module.packages.substring(0, module.packages.length() - 2);
      assertThat(classes.stream().anyMatch(type -> type.getPackageName().startsWith(prefix)))
          .as("classes of %s were read", module.folder)
          .isTrue();
    }
  }
}
