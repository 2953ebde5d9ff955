package dev.isthmus.operator.source.kubernetes;

import dev.isthmus.crds.site.Site;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.dependent.GarbageCollected;
import io.javaoperatorsdk.operator.processing.dependent.BulkDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.Creator;
import io.javaoperatorsdk.operator.processing.dependent.Matcher;
import io.javaoperatorsdk.operator.processing.dependent.Updater;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResource;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Objects of one type that a site has: any number, by name. Those that the site does not want any
 * more are deleted; those of a site that is gone, the cluster itself collects.
 */
abstract class SiteDependents<R extends HasMetadata> extends KubernetesDependentResource<R, Site>
    implements BulkDependentResource<R, Site, String>,
        Creator<R, Site>,
        Updater<R, Site>,
        GarbageCollected<Site> {

  SiteDependents(Class<R> type) {
    super(type);
  }

  /** What the site wants now. */
  abstract Stream<R> wanted(Site site);

  @Override
  public Map<String, R> desiredResources(Site site, Context<Site> context) {
    return byName(wanted(site));
  }

  @Override
  public Map<String, R> getSecondaryResources(Site site, Context<Site> context) {
    return byName(context.getSecondaryResourcesAsStream(resourceType()));
  }

  private Map<String, R> byName(Stream<R> resources) {
    return resources.collect(
        Collectors.toMap(resource -> resource.getMetadata().getName(), Function.identity()));
  }

  @Override
  public Matcher.Result<R> match(R actual, R desired, Site site, Context<Site> context) {
    return super.match(actual, desired, site, context);
  }

  @Override
  public void deleteTargetResource(Site site, R resource, String name, Context<Site> context) {
    context.getClient().resource(resource).delete();
  }
}
