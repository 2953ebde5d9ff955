/** {@code isthmus bench}: figures of this machine, each by one command. */
package dev.isthmus.cli.bench;
