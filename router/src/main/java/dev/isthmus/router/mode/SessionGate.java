package dev.isthmus.router.mode;

import dev.isthmus.planner.mode.Conditions;
import dev.isthmus.planner.mode.DraftSource;
import dev.isthmus.planner.mode.Mode;
import dev.isthmus.planner.mode.ModeDecision;
import dev.isthmus.planner.mode.ModeEconomics;
import dev.isthmus.planner.mode.Prediction;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.RouteWorker;
import dev.isthmus.router.route.Route;
import dev.isthmus.router.speculate.DraftSeat;
import dev.isthmus.router.speculate.LookupSeat;
import dev.isthmus.router.speculate.ModelSeat;
import dev.isthmus.router.speculate.WindowChoice;
import dev.isthmus.router.worker.WorkerPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides for one session: its mode, and round by round its window. Begins with the site's figures
 * and follows the session's own text from there. Used by the session's thread only.
 */
public final class SessionGate implements WindowChoice {

  private static final double UNKNOWN_ROUND_TRIP = 1;
  private static final double UNKNOWN_DRAFT_STEP = 5;
  private static final double UNKNOWN_ACCEPTANCE = 0.6;
  private static final double LOOKUP_OFFERED = 0.25;

  private final Route route;
  private final ServiceFigures site;
  private final ModeEconomics economics;
  private final Gate gate;
  private final Map<String, SourceFigures> own = new HashMap<>();
  private String node = "";

  SessionGate(Route route, ServiceFigures site, ModeEconomics economics, Gate gate) {
    this.route = route;
    this.site = site;
    this.economics = economics;
    this.gate = gate;
  }

  /** Whose steps are measured from now on. */
  public void sitsAt(String verifier) {
    node = verifier;
  }

  /** Whether no verifier answers its probes now. */
  public boolean isCutOff() {
    return gate.verifiers(route).stream().noneMatch(WorkerPath::isAnswering);
  }

  /** Mode for a new request. */
  public ModeDecision decide(Optional<Mode> asked) {
    Conditions conditions = conditions(sources());
    return asked
        .map(mode -> economics.forced(conditions, mode))
        .orElseGet(() -> economics.decide(conditions));
  }

  /** Mode for one that is running. */
  public ModeDecision decideAgain(Mode inForce) {
    return economics.decide(conditions(sources()), inForce);
  }

  @Override
  public List<Wanted> wanted(List<DraftSeat> available) {
    record Ranked(Wanted wanted, double cost) {}
    List<Ranked> ranked = new ArrayList<>();
    for (DraftSeat seat : available) {
      DraftSource source = source(seat.name()).whenOffered();
      Conditions conditions = conditions(List.of(source));
      if (conditions.maxDraftTokens() > 0) {
        Prediction best = ModeEconomics.bestWindow(conditions, Mode.EDGE_DRAFT, source);
        ranked.add(new Ranked(new Wanted(seat, best.draftTokens()), best.cost(conditions.goal())));
      }
    }
    ranked.sort(Comparator.comparingDouble(Ranked::cost));
    return ranked.stream().map(Ranked::wanted).toList();
  }

  @Override
  public int ahead(DraftSeat seat, int drafted) {
    return ModeEconomics.ahead(conditions(List.of()), source(seat.name()), drafted);
  }

  @Override
  public int beside(DraftSeat seat) {
    DraftSource source = source(seat.name()).whenOffered();
    return ModeEconomics.bestWindow(conditions(List.of()), Mode.CLOUD_DRAFT, source).draftTokens();
  }

  @Override
  public void observed(DraftSeat source, int drafted, int accepted) {
    own.computeIfPresent(
        source.name(), (n, f) -> drafted == 0 ? f.silent() : f.proposed(drafted, accepted));
    site.drafted(source.name(), drafted, accepted);
  }

  @Override
  public void verified(int rows, double millis) {
    site.verified(node, rows, millis);
  }

  /** What the drafter took for a draft, seen by it. */
  public void draftTook(int count, double millis) {
    if (count > 0) {
      site.draftStep(ModelSeat.NAME, millis / count);
    }
  }

  /**
   * A step of a verifier that decodes by itself, as its tokens arrived here.
   *
   * @param rows 1, and those of its drafts
   */
  public void pushedStep(int rows, double millis) {
    if (rows == 1) {
      site.plainStep(node, millis);
    } else {
      site.verified(node, rows, millis);
    }
  }

  private List<DraftSource> sources() {
    List<DraftSource> sources = new ArrayList<>();
    if (gate.drafter(route).isPresent()) {
      sources.add(source(ModelSeat.NAME));
    }
    sources.addAll(lookup());
    return sources;
  }

  private List<DraftSource> lookup() {
    return route.record().getSpeculation().getPromptLookup()
        ? List.of(source(LookupSeat.NAME))
        : List.of();
  }

  private DraftSource source(String name) {
    SourceFigures figures = own.computeIfAbsent(name, n -> site.source(n, unmeasured(n)).asPrior());
    boolean here = name.equals(LookupSeat.NAME);
    double trip = here ? 0 : gate.drafter(route).map(SessionGate::roundTrip).orElse(0.0);
    double step = here ? 0 : site.source(name, figures).stepMillis();
    return new DraftSource(
        name, step, trip, share(figures.acceptance().rate()), share(figures.offered().rate()));
  }

  /** Rounding in the counts may leave a hair more than 1. */
  private static double share(double rate) {
    return Math.min(rate, 1);
  }

  private SourceFigures unmeasured(String name) {
    double prior = route.record().getSpeculation().getAcceptancePrior();
    double acceptance = prior > 0 ? prior : UNKNOWN_ACCEPTANCE;
    if (name.equals(LookupSeat.NAME)) {
      return SourceFigures.of(acceptance, LOOKUP_OFFERED, 0);
    }
    double step =
        route.drafters().stream()
            .mapToDouble(w -> ServiceFigures.stepMillis(w.getProfile(), UNKNOWN_DRAFT_STEP))
            .min()
            .orElse(UNKNOWN_DRAFT_STEP);
    return SourceFigures.of(acceptance, 1, step);
  }

  private Conditions conditions(List<DraftSource> sources) {
    Optional<RouteWorker> worker = verifier();
    VerifierFigures verifier =
        site.verifier(
            worker.map(RouteWorker::getNode).orElse(""),
            worker.map(RouteWorker::getProfile).orElse(Profile.getDefaultInstance()));
    double trip =
        gate.verifiers(route).stream().findFirst().map(SessionGate::roundTrip).orElse(0.0);
    boolean split = worker.map(RouteWorker::getSplit).orElse(false);
    return new Conditions(
        verifier.windows().now(),
        verifier.plainMillis(),
        trip,
        sources,
        // A split verifier's mode says that text stays at the site; a router there drafts for it.
        split ? List.of() : lookup(),
        route.record().getSpeculation().getMaxDraftTokens(),
        route.goal(),
        split ? Mode.SPLIT : Mode.CLOUD);
  }

  private Optional<RouteWorker> verifier() {
    return gate.verifiers(route).stream()
        .findFirst()
        .flatMap(
            path ->
                route.verifiers().stream()
                    .filter(w -> w.getNode().equals(path.address().node()))
                    .findFirst());
  }

  private static double roundTrip(WorkerPath path) {
    return path.roundTripMillis().orElse(UNKNOWN_ROUND_TRIP);
  }
}
