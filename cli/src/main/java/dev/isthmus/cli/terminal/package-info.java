/** What a person sees: text, colours on a terminal only, tables, one-line errors. */
package dev.isthmus.cli.terminal;
