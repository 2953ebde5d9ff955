package dev.isthmus.router.session;

import dev.isthmus.engine.sample.Sampling;
import dev.isthmus.planner.mode.Mode;
import dev.isthmus.router.route.Served;
import java.util.List;
import java.util.Optional;

/**
 * One generation that is asked for; checked.
 *
 * @param prompt at least one id, and room for at least one more in the context
 * @param maxTokens from 1, prompt and it fit the context
 * @param stops none of them empty
 * @param logprobs 0 none, else the chosen token and logprobs-1 alternatives
 * @param mode asked for by the client
 * @param goesOnUnverified whether, once it runs and is cut off, the draft model goes on alone
 */
public record GenerationRequest(
    Served served,
    int[] prompt,
    Sampling sampling,
    int maxTokens,
    List<String> stops,
    int logprobs,
    Optional<Mode> mode,
    boolean goesOnUnverified) {}
