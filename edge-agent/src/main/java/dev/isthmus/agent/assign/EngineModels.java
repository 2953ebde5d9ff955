package dev.isthmus.agent.assign;

import dev.isthmus.agent.experts.ExpertPlaces;
import dev.isthmus.agent.experts.SpreadExperts;
import dev.isthmus.engine.fetch.PartialModel;
import dev.isthmus.engine.measure.Quality;
import dev.isthmus.engine.runtime.EngineLoader;
import dev.isthmus.engine.runtime.EngineOptions;
import dev.isthmus.engine.runtime.ExpertEngine;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.engine.runtime.LaterExperts;
import dev.isthmus.engine.runtime.Precision;
import dev.isthmus.engine.runtime.StageRange;
import dev.isthmus.engine.runtime.StepEngine;
import dev.isthmus.protocol.v1.ModelFacts;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/** Models on this node's ONNX Runtime. */
public final class EngineModels implements Models {

  private static final Logger LOG = Logger.getLogger(EngineModels.class);

  private final EngineRoom room;
  private final ModelOpener opener;
  private final TextFiles texts;
  private final Preparer preparer;
  private final LongSupplier nanos;
  private final LongSupplier usedBytes;
  private final Homes homes;

  /** Makes what reaches a role's experts. */
  @FunctionalInterface
  public interface Homes {

    /**
     * @param digest of the model's files
     */
    SpreadExperts of(RoleAssignment role, String digest);
  }

  /**
   * @param usedBytes what the engines that are loaded already may use
   */
  public EngineModels(
      EngineRoom room,
      ModelOpener opener,
      TextFiles texts,
      Preparer preparer,
      LongSupplier nanos,
      LongSupplier usedBytes,
      Homes homes) {
    this.room = room;
    this.opener = opener;
    this.texts = texts;
    this.preparer = preparer;
    this.nanos = nanos;
    this.usedBytes = usedBytes;
    this.homes = homes;
  }

  @Override
  public ModelFacts inspect(ModelRef model) {
    try (OpenedModel opened = opener.open(model, phase -> {})) {
      SortedSet<ExpertId> narrow =
          NarrowExperts.areWanted(model, opened)
              ? NarrowExperts.choose(model, opened, room, freeBytes())
              : new TreeSet<>();
      ModelFacts.Builder facts =
          FactSheet.of(model, opened.narrowed(narrow), texts.put(opened.source())).toBuilder();
      opener.chunks(model, opened).map(Chunks::wire).ifPresent(facts::setChunks);
      return facts.addAllNarrowExperts(ExpertPlaces.layers(narrow)).build();
    }
  }

  @Override
  public LoadedRole load(RoleAssignment role, Consumer<String> phase) {
    phase.accept("Fetching " + role.getModel().getUri());
    try (OpenedModel opened = opener.open(role, phase)) {
      Precision precision = Precisions.engine(role.getPrecision());
      StageRange range = RoleLayers.of(role, opened.architecture().layers());
      checkRoom(role, opened, precision, range);
      String weights = precision.name().toLowerCase(Locale.ROOT) + " weights";
      if (!isPrepared(role, opened, precision, range)) {
        phase.accept("Preparing " + weights);
        preparer.prepare(role, freeBytes(), phase);
      }
      opened.partial().ifPresent(partial -> tell(role, partial));
      Optional<Quality> quality =
          QualityFloor.applies(role, precision, opened.architecture(), range)
              ? QualityFloor.check(role, opened, precision, options(role, room))
              : Optional.empty();
      phase.accept("Loading " + weights);
      LoadedRole loaded =
          RoleExperts.isHome(role)
              ? home(role, opened, precision)
              : layers(role, opened, precision, range, quality, phase);
      System.gc(); // what loading took of the heap would stay with this process
      return loaded;
    }
  }

  private long freeBytes() {
    return room.memoryBytes() - usedBytes.getAsLong();
  }

  /** Whether a preparing process would find nothing to do: its start is what a restart saves. */
  private boolean isPrepared(
      RoleAssignment role, OpenedModel opened, Precision precision, StageRange range) {
    EngineOptions options = options(role, room);
    return RoleExperts.arePrepared(role, opened, range, options)
        && (!QualityFloor.applies(role, precision, opened.architecture(), range)
            || QualityFloor.isMeasured(opened, precision, options));
  }

  private static void tell(RoleAssignment role, PartialModel partial) {
    LOG.infof(
        "role=%s: %d of the %d bytes of %s are on this disk",
        role.getId(), partial.held(), partial.bytes(), role.getModel().getUri());
  }

  private LoadedRole home(RoleAssignment role, OpenedModel opened, Precision precision) {
    ExpertEngine experts =
        ExpertEngine.open(
            opened.source(),
            opened.architecture(),
            RoleExperts.held(role, opened.architecture()),
            precision,
            options(role, room),
            room.expertBytes());
    return new LoadedRole(
        null,
        experts,
        null,
        Precisions.wire(precision),
        Profile.getDefaultInstance(),
        texts.put(opened.source()));
  }

  private LoadedRole layers(
      RoleAssignment role,
      OpenedModel opened,
      Precision precision,
      StageRange range,
      Optional<Quality> quality,
      Consumer<String> phase) {
    EngineOptions options = options(role, room);
    options =
        options
            .withLoneCopy(hasRoomForTwo(role, opened, precision, range))
            .withKvBytes(RoleLayers.kvBytes(role, opened.architecture(), range, options.kvBytes()));
    if (RoleExperts.areApart(role, opened.architecture())) {
      return apart(role, opened, precision, range, quality, options);
    }
    StepEngine engine =
        EngineLoader.load(opened.source(), opened.architecture(), range, precision, options);
    phase.accept("Measuring steps");
    return new LoadedRole(
            engine,
            Precisions.wire(precision),
            measure(engine, quality),
            texts.put(opened.source()))
        .timed(nanos);
  }

  /** Measured before its experts are asked for: their homes may not be there yet. */
  private LoadedRole apart(
      RoleAssignment role,
      OpenedModel opened,
      Precision precision,
      StageRange range,
      Optional<Quality> quality,
      EngineOptions options) {
    SpreadExperts spread = homes.of(role, opened.source().digest());
    LaterExperts asked = new LaterExperts();
    StepEngine engine =
        EngineLoader.loadApart(
            opened.source(),
            opened.architecture(),
            range,
            precision,
            RoleExperts.rows(options, opened.architecture()),
            asked);
    Profile profile = measure(engine, quality);
    asked.ask(spread);
    return new LoadedRole(
        engine, null, spread, Precisions.wire(precision), profile, texts.put(opened.source()));
  }

  private Profile measure(StepEngine engine, Optional<Quality> quality) {
    return MeasuringTurn.take(
        room.cacheDir(),
        () ->
            Profile.newBuilder()
                .setThreads(room.threads())
                .addAllSteps(new StepTimes(engine, nanos).measure())
                .setAgreement(quality.map(Quality::agreement).orElse(0.0))
                .setKl(quality.map(Quality::divergence).orElse(0.0))
                .build());
  }

  private void checkRoom(
      RoleAssignment role, OpenedModel opened, Precision precision, StageRange range) {
    long weights = weightBytes(role, opened, precision, range);
    long kv = RoleExperts.isHome(role) ? 0 : options(role, room).kvBytes();
    long used = usedBytes.getAsLong();
    if (weights + kv > room.memoryBytes() - used) {
      throw new NoRoomException(
          "%s in %s needs about %d MB of weights and %d MB of KV; %d of this node's %d MB are in use"
              .formatted(
                  role.getModel().getUri(),
                  precision,
                  weights >> 20,
                  kv >> 20,
                  used >> 20,
                  room.memoryBytes() >> 20),
          weights + kv - (room.memoryBytes() - used));
    }
  }

  /** In memory at a time. */
  private long weightBytes(
      RoleAssignment role, OpenedModel opened, Precision precision, StageRange range) {
    long all = RoleExperts.weightBytes(role, opened, precision, range);
    if (!RoleExperts.isHome(role) || room.expertBytes() == 0) {
      return all;
    }
    long one = all / RoleExperts.held(role, opened.architecture()).size();
    if (one > room.expertBytes()) {
      throw new NoRoomException(
          "one expert of %s in %s takes %d bytes; isthmus.expert-memory allows %d"
              .formatted(role.getModel().getUri(), precision, one, room.expertBytes()),
          Long.MAX_VALUE);
    }
    return Math.min(all, room.expertBytes());
  }

  /** Whether the weights may be there twice, which makes a lone session faster. */
  private boolean hasRoomForTwo(
      RoleAssignment role, OpenedModel opened, Precision precision, StageRange range) {
    long weights = RoleExperts.weightBytes(role, opened, precision, range);
    return 2 * weights + options(role, room).kvBytes() <= freeBytes();
  }

  static EngineOptions options(RoleAssignment role, EngineRoom room) {
    return EngineOptions.of(
        room.cacheDir(),
        room.threads(),
        role.getKvBytes() > 0 ? role.getKvBytes() : room.kvBytes());
  }
}
