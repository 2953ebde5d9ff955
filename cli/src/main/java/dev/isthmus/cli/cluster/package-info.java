/** Clusters, as a person's kubeconfig reaches them. */
package dev.isthmus.cli.cluster;
