/** Looks at models, checks and fetches them. */
package dev.isthmus.cli.model;
