/**
 * Resources from a Kubernetes API server: the Java Operator SDK watches and writes, the control
 * loop decides.
 */
package dev.isthmus.operator.source.kubernetes;
