/**
 * Jinja (3.1) as chat templates use it: expressions, filters, tests, loops, macros and namespaces
 * with Python's values, in the environment that transformers gives a template (blocks trimmed,
 * nothing may be changed in place). What it does not know it refuses by name and line, and it never
 * renders a part of a template. The templates are strangers' text: steps, depth and output are
 * limited.
 */
package dev.isthmus.engine.jinja;
