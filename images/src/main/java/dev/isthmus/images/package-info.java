/**
 * Container images of what a cluster runs, built with Jib: no daemon, the same bytes from the same
 * input.
 */
package dev.isthmus.images;
