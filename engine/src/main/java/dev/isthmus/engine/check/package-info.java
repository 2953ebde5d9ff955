/** Compares a model as our engine runs it with reference outputs. */
package dev.isthmus.engine.check;
