package dev.isthmus.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaBoundsTest {

  static Stream<Class<? extends HasMetadata>> resources() {
    return CrdFiles.RESOURCES.stream();
  }

  @ParameterizedTest
  @MethodSource("resources")
  void everyStringAndListHasABoundAndEveryFieldADescription(Class<? extends HasMetadata> resource) {
    JSONSchemaProps root =
        CrdFiles.read(resource).getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
    List<String> missing = new ArrayList<>();
    root.getProperties().values().forEach(part -> collect("", part, missing));
    assertThat(missing).isEmpty();
  }

  @Test
  void shortNamesAndCategoryAreTheDocumentedOnes() {
    List<String> names =
        CrdFiles.RESOURCES.stream()
            .map(CrdFiles::read)
            .map(CustomResourceDefinition::getSpec)
            .map(
                spec ->
                    spec.getNames().getShortNames()
                        + " "
                        + spec.getNames().getCategories()
                        + " "
                        + spec.getScope())
            .toList();
    assertThat(names)
        .containsExactly(
            "[isite] [isthmus] Cluster",
            "[inode] [isthmus] Cluster",
            "[mpkg] [isthmus] Namespaced",
            "[cis] [isthmus] Namespaced",
            "[iplan] [isthmus] Namespaced");
  }

  private static void collect(String path, JSONSchemaProps schema, List<String> missing) {
    if ("string".equals(schema.getType())
        && schema.getEnum().isEmpty()
        && schema.getMaxLength() == null) {
      missing.add(path + " has no maxLength");
    }
    if ("array".equals(schema.getType())) {
      if (schema.getMaxItems() == null) {
        missing.add(path + " has no maxItems");
      }
      collect(path + "[]", schema.getItems().getSchema(), missing);
    }
    if (schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach(
              (name, property) -> {
                if (property.getDescription() == null) {
                  missing.add(path + "." + name + " has no description");
                }
                collect(path + "." + name, property, missing);
              });
    }
  }
}
