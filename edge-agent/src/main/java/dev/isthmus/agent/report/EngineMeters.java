package dev.isthmus.agent.report;

import dev.isthmus.agent.schedule.SessionCounts;
import dev.isthmus.protocol.v1.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Counts what one role's engine does. */
public final class EngineMeters implements SessionCounts {

  private static final Logger LOG = Logger.getLogger(EngineMeters.class);

  private final MeterRegistry registry;
  private final Tags tags;
  private final Timer steps;
  private final Counter rows;
  private final Counter prefillRows;
  private final Counter windows;
  private final Counter draftedHere;
  private final Counter decodedTokens;
  private final Counter verifies;
  private final Counter verifiedDrafts;
  private final Counter acceptedDrafts;
  private final Counter committed;
  private final Counter failures;

  public EngineMeters(MeterRegistry registry, String role, String service) {
    this.registry = registry;
    this.tags = Tags.of("role", role, "service", service);
    this.steps = registry.timer("isthmus_engine_step", tags);
    this.rows = counter("isthmus_engine_rows");
    this.prefillRows = counter("isthmus_engine_prefill_rows");
    this.windows = counter("isthmus_engine_windows");
    this.draftedHere = counter("isthmus_drafted_tokens");
    this.decodedTokens = counter("isthmus_decoded_tokens");
    this.verifies = counter("isthmus_verifies");
    this.verifiedDrafts = counter("isthmus_verified_draft_tokens");
    this.acceptedDrafts = counter("isthmus_accepted_draft_tokens");
    this.committed = counter("isthmus_committed_tokens");
    this.failures = counter("isthmus_engine_failures");
    // An alert on an increase would not see the first event of a counter that begins with it.
    EnumSet.complementOf(EnumSet.of(Refusal.REFUSAL_UNSPECIFIED, Refusal.UNRECOGNIZED))
        .forEach(code -> refusals(code.name()));
  }

  private Counter counter(String name) {
    return registry.counter(name, tags);
  }

  private Counter refusals(String code) {
    return registry.counter("isthmus_refusals", tags.and("code", code));
  }

  @Override
  public void verified(int drafted, int accepted, int tokens) {
    verifies.increment();
    verifiedDrafts.increment(drafted);
    acceptedDrafts.increment(accepted);
    committed.increment(tokens);
  }

  @Override
  public void decoded(int tokens) {
    decodedTokens.increment(tokens);
    committed.increment(tokens);
  }

  @Override
  public void drafted(int tokens) {
    draftedHere.increment(tokens);
  }

  @Override
  public void refused(String code) {
    refusals(code).increment();
  }

  @Override
  public void failed(Throwable cause) {
    failures.increment();
    LOG.errorf(cause, "engine failed in a step; its sessions were ended (%s)", tags);
  }

  @Override
  public void stepped(int scored, int served, int prefill, long nanos) {
    steps.record(nanos, TimeUnit.NANOSECONDS);
    rows.increment(scored);
    prefillRows.increment(prefill);
    windows.increment(served);
  }
}
