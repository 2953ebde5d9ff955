package dev.isthmus.agent.assign;

import dev.isthmus.engine.family.Architecture;
import dev.isthmus.engine.narrow.EffectMeter;
import dev.isthmus.engine.prepared.PrepareListener;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.protocol.v1.ModelRef;
import java.time.Clock;
import java.util.Locale;
import java.util.SortedSet;
import org.jboss.logging.Logger;

/**
 * Which experts an inspection finds to need no more than 4 bits a weight. Found once, at one node,
 * since all that prepare the model have to do the same.
 */
final class NarrowExperts {

  private static final Logger LOG = Logger.getLogger(NarrowExperts.class);

  private NarrowExperts() {}

  /** Whether the package asks for them and the model has experts. */
  static boolean areWanted(ModelRef model, OpenedModel opened) {
    return model.getMaxExpertError() > 0 && opened.architecture().experts() != null;
  }

  /**
   * @param freeBytes of this node's memory for models
   * @throws NoRoomException where the model's layers without their experts do not fit
   */
  static SortedSet<ExpertId> choose(
      ModelRef model, OpenedModel opened, EngineRoom room, long freeBytes) {
    Architecture shape = opened.architecture();
    EffectMeter meter =
        new EffectMeter(
            opened.source(),
            shape,
            room.cacheDir(),
            room.threads(),
            PrepareListener.NONE,
            Clock.systemUTC());
    if (meter.leastBytes() > freeBytes) {
      throw new NoRoomException(
          "measuring what 4 bits change of the experts of %s needs %d MB; %d MB are free here: let a larger node join, or leave out spec.quality.maxExpertError"
              .formatted(model.getUri(), meter.leastBytes() >> 20, freeBytes >> 20),
          meter.leastBytes() - freeBytes);
    }
    SortedSet<ExpertId> narrow =
        MeasuringTurn.take(room.cacheDir(), () -> meter.measure(freeBytes))
            .narrow(model.getMaxExpertError());
    LOG.infof(
        "%s: %d of %d experts get 4 bits a weight in int4, for at most %s of their output's squares",
        model.getUri(),
        narrow.size(),
        shape.experts().layers().size() * shape.experts().count(),
        String.format(Locale.ROOT, "%.5f", model.getMaxExpertError()));
    return narrow;
  }
}
