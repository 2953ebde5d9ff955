/** Looks for what keeps Isthmus from running here, and says the remedy. */
package dev.isthmus.cli.doctor;
