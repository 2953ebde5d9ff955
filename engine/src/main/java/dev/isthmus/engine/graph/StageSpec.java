package dev.isthmus.engine.graph;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;

/**
 * Which stage is to be written.
 *
 * @param positions rows of the rotary tables
 */
public record StageSpec(Architecture model, StageRange range, Precision precision, int positions) {}
