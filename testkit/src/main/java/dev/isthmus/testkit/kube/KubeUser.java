package dev.isthmus.testkit.kube;

import java.util.List;

/**
 * Somebody who may log in.
 *
 * @param token the bearer token, unique to the user
 * @param name as RBAC knows it
 * @param groups as RBAC knows them
 */
public record KubeUser(String token, String name, List<String> groups) {

  /** May do everything. */
  public static final KubeUser ADMIN =
      new KubeUser("admin-token", "admin", List.of("system:masters"));

  public KubeUser {
    groups = List.copyOf(groups);
  }

  /** As a pod of this service account would be known. */
  public static KubeUser serviceAccount(String namespace, String name) {
    return new KubeUser(
        namespace + "-" + name + "-token",
        "system:serviceaccount:" + namespace + ":" + name,
        List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace));
  }

  /** A line of the API server's token file. */
  String line() {
    return "%s,%s,%s,\"%s\"%n".formatted(token, name, name, String.join(",", groups));
  }
}
