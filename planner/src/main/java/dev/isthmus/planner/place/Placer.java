package dev.isthmus.planner.place;

import dev.isthmus.planner.place.PlaceResult.Infeasible;
import dev.isthmus.planner.place.PlaceResult.Placed;
import dev.isthmus.planner.place.PlaceResult.Shortfall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Places models: verifiers whole on distinct nodes of cloud sites, all in one precision, or in
 * stages where no node holds the model or a person wants them, or without their experts where these
 * are to lie apart, and a drafter at every edge site. What a current plan placed stays where it
 * still fits.
 */
public final class Placer {

  /**
   * @param ledger of all services; what this one holds in it is counted as free
   * @param current the plan in force, or empty
   */
  public PlaceResult place(Fleet fleet, Ledger ledger, Demand demand, Optional<Plan> current) {
    Optional<Infeasible> mismatch = vocabulary(demand);
    if (mismatch.isPresent()) {
      return mismatch.get();
    }
    Memory memory = new Memory(fleet, ledger.without(demand.uid()));
    VerifierPlacing.Outcome verifiers = verifiers(fleet, memory, demand, current);
    if (verifiers.placements().isEmpty()) {
      Shortfall why = verifiers.shortfalls().get(0);
      return new Infeasible(why.reason(), why.message());
    }
    List<Placement> placements = new ArrayList<>(verifiers.placements());
    List<Shortfall> shortfalls = new ArrayList<>(verifiers.shortfalls());
    Forecast forecast =
        new Forecasts(fleet, memory, demand.target(), current).of(verifiers.placements());
    placements.forEach(memory::take);
    demand
        .draft()
        .ifPresent(
            draft ->
                new DrafterPlacing(memory, demand, draft, current).place(placements, shortfalls));
    Plan plan = new Plan(demand.uid(), placements, verifiers.rejected());
    return new Placed(plan, shortfalls, forecast.moving(current, placements));
  }

  private static VerifierPlacing.Outcome verifiers(
      Fleet fleet, Memory memory, Demand demand, Optional<Plan> current) {
    if (demand.experts().isPresent()) {
      return new ExpertsPlacing(fleet, memory, demand, current).place();
    }
    return demand.stages().isEmpty()
        ? new AutoPlacing(fleet, memory, demand, current).place()
        : new LockedPlacing(fleet, memory, demand, current).place();
  }

  private static Optional<Infeasible> vocabulary(Demand demand) {
    ModelNeeds target = demand.target().model();
    return demand
        .draft()
        .map(Placing::model)
        .filter(draft -> !draft.tokenizerFingerprint().equals(target.tokenizerFingerprint()))
        .map(
            draft ->
                new Infeasible(
                    Reason.VocabularyMismatch,
                    "draft "
                        + draft.name()
                        + " has another vocabulary (tokenizer "
                        + draft.tokenizerFingerprint()
                        + ") than "
                        + target.name()
                        + " ("
                        + target.tokenizerFingerprint()
                        + "); a draft must be of the target's own vocabulary"));
  }
}
