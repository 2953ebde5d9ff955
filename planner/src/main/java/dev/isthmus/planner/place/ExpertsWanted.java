package dev.isthmus.planner.place;

import dev.isthmus.planner.experts.ExpertLoad;
import dev.isthmus.planner.experts.ExpertPolicy;
import java.util.Optional;

/**
 * How experts are to lie apart from their layers.
 *
 * @param load as verifiers counted it; empty where none did yet
 */
public record ExpertsWanted(ExpertPolicy policy, Optional<ExpertLoad> load) {}
