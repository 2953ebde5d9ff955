/** Fetching models with a progress bar. */
package dev.isthmus.cli.fetch;
