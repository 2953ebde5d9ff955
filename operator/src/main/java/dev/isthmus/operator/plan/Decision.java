package dev.isthmus.operator.plan;

import dev.isthmus.operator.status.Reason;
import dev.isthmus.planner.place.Forecast;
import dev.isthmus.planner.place.PlaceResult.Shortfall;
import dev.isthmus.planner.place.Plan;
import java.util.List;

/** What is to be done for a service. Every one carries what its user will read. */
public sealed interface Decision {

  /** Its name in metrics. */
  String word();

  /** A new plan: its roles go to other nodes, or are other ones. */
  record Place(Plan plan, List<Shortfall> shortfalls, Forecast forecast) implements Decision {
    @Override
    public String word() {
      return "place";
    }
  }

  /** The plan in force is what would be planned now. */
  record Keep(CurrentPlan current, List<Shortfall> shortfalls, Forecast forecast)
      implements Decision {
    @Override
    public String word() {
      return "keep";
    }
  }

  /**
   * A plan that waits for a person. What runs goes on running.
   *
   * @param proposed name of its PlacementPlan
   */
  record AwaitApproval(String proposed, List<Shortfall> shortfalls) implements Decision {
    @Override
    public String word() {
      return "await-approval";
    }
  }

  /** Nothing can be placed. What runs goes on running. */
  record Infeasible(Reason reason, String message) implements Decision {
    @Override
    public String word() {
      return "infeasible";
    }
  }

  /** A model's facts are missing. */
  record AwaitModel(Reason reason, String message) implements Decision {
    @Override
    public String word() {
      return "await-model";
    }
  }

  /** More than half of the nodes fell silent together: nothing moves. */
  record HoldStill(String message) implements Decision {
    @Override
    public String word() {
      return "hold-still";
    }
  }
}
