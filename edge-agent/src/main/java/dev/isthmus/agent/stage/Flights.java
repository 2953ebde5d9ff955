package dev.isthmus.agent.stage;

import dev.isthmus.agent.schedule.StepListener;
import dev.isthmus.engine.runtime.StepResult;
import dev.isthmus.protocol.v1.StageWindow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Windows that were sent round the chain and have not come back, in the order sent. */
final class Flights {

  private final Map<Long, Flight> flights = new LinkedHashMap<>();
  private final LongSupplier nanos;
  private long progressAt;

  private record Flight(StageWindow window, StepListener listener, int index, long sentAt) {}

  Flights(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void add(StageWindow window, StepListener listener, int index) {
    long now = nanos.getAsLong();
    progressAt = flights.isEmpty() ? now : progressAt;
    flights.put(window.getId(), new Flight(window, listener, index, now));
  }

  /** A window came back; one that came back before is nothing new. */
  void scored(long id, StepResult result) {
    Flight flight = flights.remove(id);
    if (flight != null) {
      progressAt = nanos.getAsLong();
      flight.listener().scored(flight.index(), result, (progressAt - flight.sentAt()) / 1000);
    }
  }

  /** No window of this sequence will come back. */
  void fail(long sequence, String why) {
    fail(sequence, 0, why);
  }

  /** No window of this sequence that has rows from this one on will come back. */
  void fail(long sequence, int row, String why) {
    for (Flight flight : List.copyOf(flights.values())) {
      StageWindow window = flight.window();
      if (window.getSequence() == sequence && window.getBase() + window.getRows() > row) {
        flights.remove(window.getId());
        flight.listener().failed(flight.index(), why);
      }
    }
  }

  List<StageWindow> windows() {
    return flights.values().stream().map(Flight::window).toList();
  }

  /** Since when nothing came back though something should, in nanoseconds; 0 for not at all. */
  long silence() {
    return flights.isEmpty() ? 0 : nanos.getAsLong() - progressAt;
  }

  /** The chain was joined anew: what is in the air has its whole time again. */
  void again() {
    progressAt = nanos.getAsLong();
  }
}
