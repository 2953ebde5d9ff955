package dev.isthmus.engine.check;

/**
 * One thing that was compared.
 *
 * @param what for a person: "logits of 'The isthmus joins'", "cut [0,1) [1,4)"
 * @param holds whether it is as it must be
 * @param detail the figure, or the first difference with position and values
 */
public record Check(String what, boolean holds, String detail) {}
