package dev.isthmus.agent.assign;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.isthmus.engine.prepared.PrepareListener;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Base64;

/** The child's side of {@link ChildPreparer}. */
public final class RoleWeights {

  private static final int REFUSED = 3;

  private RoleWeights() {}

  /**
   * @param role a RoleAssignment in Base64
   * @return exit code
   */
  public static int prepare(EngineRoom room, ModelOpener opener, String role, PrintStream out) {
    try {
      prepare(room, opener, RoleAssignment.parseFrom(Base64.getDecoder().decode(role)), out);
      return 0;
    } catch (ModelRefusedException e) {
      out.println(ChildPreparer.REFUSED + e.reason() + " " + e.getMessage().replace('\n', ' '));
      return REFUSED;
    } catch (InvalidProtocolBufferException e) {
      out.println("no RoleAssignment: " + e.getMessage());
      return REFUSED;
    }
  }

  private static void prepare(
      EngineRoom room, ModelOpener opener, RoleAssignment role, PrintStream out) {
    Precision precision = Precisions.engine(role.getPrecision());
    EngineOptions options = EngineModels.options(role, room);
    try (OpenedModel model = opener.open(role, phase -> out.println(ChildPreparer.PHASE + phase))) {
      StageRange range = RoleLayers.of(role, model.architecture().layers());
      RoleExperts.prepare(role, model, range, options.withListener(percents(out)));
      if (QualityFloor.applies(role, precision, model.architecture(), range)) {
        if (QualityFloor.isComparable(model, precision, room.memoryBytes())) {
          out.println(ChildPreparer.COMPARING);
          QualityFloor.measure(model, precision, options, Clock.systemUTC());
        }
      }
    }
  }

  private static PrepareListener percents(PrintStream out) {
    int[] last = {-1};
    return (done, total) -> {
      int percent = total == 0 ? 100 : (int) (100 * done / total);
      if (percent > last[0]) {
        last[0] = percent;
        out.println(ChildPreparer.PERCENT + percent);
      }
    };
  }
}
