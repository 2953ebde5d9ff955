package dev.isthmus.operator.reconcile;

import dev.isthmus.operator.observe.Observed;
import java.util.Map;

/**
 * What one pass over everything found and did.
 *
 * @param caughtUp whether the control topics were read to their ends; nothing is decided before
 * @param seen what was known when it began
 * @param decisions of how many services each was made, by {@link
 *     dev.isthmus.operator.plan.Decision#word}
 * @param ready how many services give each reason in their condition {@code Ready}
 * @param statusWrites how many statuses differed from what was there
 */
public record Pass(
    boolean caughtUp,
    Observed seen,
    Map<String, Long> decisions,
    Map<String, Long> ready,
    int statusWrites) {}
