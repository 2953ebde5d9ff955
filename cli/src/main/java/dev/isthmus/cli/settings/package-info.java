/** Where things lie on this machine. */
package dev.isthmus.cli.settings;
