package dev.isthmus.agent.assign;

import dev.isthmus.agent.stage.ChainMeasure;
import dev.isthmus.engine.measure.OwnAnswers;
import dev.isthmus.engine.measure.Quality;
import dev.isthmus.engine.measure.QualityProbe;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.protocol.v1.HiddenStates;
import dev.isthmus.protocol.v1.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A chain's profile: what its steps take all the way round, and where hidden states lose bits, how
 * often the first choice is the same as without, over the chain's own answers to prompts of fixed
 * ids.
 */
public final class ChainProfile implements ChainMeasure {

  private static final int PROMPTS = 4;
  private static final int PROMPT_TOKENS = 8;
  private static final int ANSWER_TOKENS = 32;
  private static final int[] NO_STOP = {};

  private final LongSupplier nanos;
  private final int threads;

  /**
   * @param nanos a monotonic clock
   * @param threads of a step on this node
   */
  public ChainProfile(LongSupplier nanos, int threads) {
    this.nanos = nanos;
    this.threads = threads;
  }

  @Override
  public Profile measure(StepEngine chain, StepEngine exact, HiddenStates states) {
    Profile.Builder profile =
        Profile.newBuilder().setThreads(threads).addAllSteps(new StepTimes(chain, nanos).measure());
    if (states == HiddenStates.STATES_BF16 || states == HiddenStates.STATES_INT8) {
      Quality quality = quality(chain, exact);
      profile.setStatesAgreement(quality.agreement()).setStatesKl(quality.divergence());
    }
    return profile.build();
  }

  private static Quality quality(StepEngine chain, StepEngine exact) {
    int vocabulary = exact.info().architecture().vocabulary();
    List<int[]> prompts = new ArrayList<>();
    for (int p = 0; p < PROMPTS; p++) {
      int[] prompt = new int[PROMPT_TOKENS];
      for (int i = 0; i < prompt.length; i++) {
        prompt[i] = (p * PROMPT_TOKENS + i + 1) * 7919 % vocabulary;
      }
      prompts.add(prompt);
    }
    return new QualityProbe(exact, chain)
        .compare(
            new OwnAnswers(exact, NO_STOP).write(prompts, ANSWER_TOKENS, PROMPTS * ANSWER_TOKENS));
  }
}
