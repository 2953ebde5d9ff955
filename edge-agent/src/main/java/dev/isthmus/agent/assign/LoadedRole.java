package dev.isthmus.agent.assign;

import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.Profile;

/**
 * A role's engine, ready to step.
 *
 * @param profile measured on this node, with the precision's quality against the source
 * @param texts digests of the model's text files, which were put where {@link TextStore} serves
 *     them
 */
public record LoadedRole(
    StepEngine engine, Precision precision, Profile profile, ModelTexts texts) {}
