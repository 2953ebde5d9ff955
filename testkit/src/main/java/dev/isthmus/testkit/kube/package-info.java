/** A real Kubernetes API server for tests, built from its own source; no container is needed. */
package dev.isthmus.testkit.kube;
