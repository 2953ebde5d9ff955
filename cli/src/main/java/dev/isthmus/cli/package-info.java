/** The {@code isthmus} command. */
package dev.isthmus.cli;
