package dev.isthmus.crds.schema;

import dev.isthmus.crds.model.ModelPackage;
import dev.isthmus.crds.node.InferenceNode;
import dev.isthmus.crds.plan.PlacementPlan;
import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.site.Site;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The generated definitions of our resources, as they lie in k8s/crds and in this module's jar. */
public final class CrdFiles {

  /** Every resource that we define. */
  public static final List<Class<? extends HasMetadata>> RESOURCES =
      List.of(
          Site.class,
          InferenceNode.class,
          ModelPackage.class,
          CollaborativeInferenceService.class,
          PlacementPlan.class);

  private static final String FOLDER = "/META-INF/isthmus/crds/";

  private CrdFiles() {}

  /**
   * The definition of one of our resources.
   *
   * @throws IllegalArgumentException where it is none of ours
   */
  public static CustomResourceDefinition read(Class<? extends HasMetadata> resource) {
    String file = HasMetadata.getFullResourceName(resource) + ".yaml";
    try (InputStream in = CrdFiles.class.getResourceAsStream(FOLDER + file)) {
      if (in == null) {
        throw new IllegalArgumentException(file + " is not among the definitions");
      }
      return Serialization.unmarshal(in, CustomResourceDefinition.class);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }
}
