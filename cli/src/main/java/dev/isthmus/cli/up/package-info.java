/** Starts a whole fleet on this machine, says what it waits for, and ends it. */
package dev.isthmus.cli.up;
