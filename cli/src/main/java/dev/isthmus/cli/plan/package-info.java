/** isthmus plan: what the operator would do, without doing it. */
package dev.isthmus.cli.plan;
