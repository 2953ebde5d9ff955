package dev.isthmus.router.session;

import dev.isthmus.engine.draft.TokenLog;
import dev.isthmus.planner.mode.Mode;
import dev.isthmus.protocol.v1.SpeculationPolicy;
import dev.isthmus.router.mode.Gate;
import dev.isthmus.router.mode.SessionGate;
import dev.isthmus.router.route.Route;
import dev.isthmus.router.speculate.CloudDecoding;
import dev.isthmus.router.speculate.Decoding;
import dev.isthmus.router.speculate.DraftCounts;
import dev.isthmus.router.speculate.DraftSeat;
import dev.isthmus.router.speculate.DraftedDecoding;
import dev.isthmus.router.speculate.LookupBeside;
import dev.isthmus.router.speculate.LookupSeat;
import dev.isthmus.router.speculate.ModelSeat;
import dev.isthmus.router.speculate.ModelSeat.DraftSteps;
import dev.isthmus.router.speculate.PushedDrafts;
import dev.isthmus.router.speculate.SeatEvents;
import dev.isthmus.router.speculate.SeatTiming;
import dev.isthmus.router.speculate.Terms;
import dev.isthmus.router.speculate.UnverifiedDecoding;
import dev.isthmus.router.speculate.VerifierSeat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A session's places at workers, and the ways of decoding with them. */
final class SessionSeats {

  private final GenerationRequest request;
  private final VerifierSeat verifier;
  private final ModelSeat model;
  private final CloudDecoding cloud;
  private final DraftedDecoding drafted;
  private final UnverifiedDecoding unverified;
  private final DraftCounts counts = new DraftCounts();
  private final PushedDrafts pushed;
  private final Gate gate;
  private final List<DraftSeat> sources = new ArrayList<>();

  SessionSeats(
      String id,
      GenerationRequest request,
      TokenLog log,
      SessionGate sessionGate,
      SessionTools tools,
      SeatEvents events) {
    this.request = request;
    this.gate = tools.gate();
    Route route = request.served().route();
    SessionTools.Limits limits = tools.limits();
    Terms terms = terms(id, request, route);
    SeatTiming timing =
        new SeatTiming(
            limits.open(), limits.reply(), limits.pause(), route.offlineAfter(), tools.sleeper());
    this.verifier =
        new VerifierSeat(
            terms,
            log,
            () -> gate.verifiers(tools.current().apply(route)),
            timing,
            tools.nanos(),
            events);
    SpeculationPolicy speculation = route.record().getSpeculation();
    Optional<LookupSeat> lookup =
        speculation.getPromptLookup()
            ? Optional.of(new LookupSeat(tools.lookup().get()))
            : Optional.empty();
    int most = speculation.getMaxDraftTokens();
    this.pushed =
        lookup
            .filter(seat -> most > 0)
            .<PushedDrafts>map(seat -> new LookupBeside(seat, log, sessionGate, counts, most))
            .orElse(PushedDrafts.NONE);
    this.cloud =
        new CloudDecoding(
            verifier, log, limits.credit(), tools.nanos(), sessionGate::pushedStep, pushed);
    this.model =
        new ModelSeat(
            terms,
            log,
            () -> gate.drafter(tools.current().apply(route)),
            limits.draft(),
            tools.nanos(),
            new Learnt(sessionGate, counts));
    lookup.ifPresent(sources::add);
    if (!route.drafters().isEmpty()) {
      sources.add(model);
    }
    this.drafted =
        new DraftedDecoding(verifier, log, cloud, sources, sessionGate, counts, terms.tokenLimit());
    this.unverified = new UnverifiedDecoding(model, log, terms.stopIds(), terms.tokenLimit());
  }

  private record Learnt(SessionGate gate, DraftCounts counts) implements DraftSteps {

    @Override
    public void observed(int count, double millis) {
      gate.draftTook(count, millis);
    }

    @Override
    public void draftedAhead(boolean hit) {
      counts.draftedAhead(hit);
    }
  }

  VerifierSeat verifier() {
    return verifier;
  }

  DraftCounts counts() {
    return counts;
  }

  Decoding decoding(Mode mode) {
    pushed.follow(mode);
    return switch (mode) {
      case CLOUD, CLOUD_DRAFT, SPLIT -> cloud;
      case EDGE_DRAFT -> drafted;
    };
  }

  /** The draft model alone, where there is one in reach. */
  Optional<Decoding> unverified() {
    return sources.contains(model) && model.isAvailable()
        ? Optional.of(unverified)
        : Optional.empty();
  }

  /** Lets the drafter read the prompt while the verifier is opened. */
  void beginDrafting() {
    if (sources.contains(model)) {
      model.begin();
    }
  }

  /** Node id of the drafter in reach, or empty. */
  String drafter() {
    return gate.drafter(request.served().route()).map(path -> path.address().node()).orElse("");
  }

  void close(String reason) {
    verifier.close(reason);
    sources.forEach(source -> source.close(reason));
  }

  private static Terms terms(String id, GenerationRequest request, Route route) {
    return new Terms(
        id,
        route.service(),
        route.record().getServiceUid(),
        route.record().getModelDigest(),
        request.sampling(),
        route.record().getStopIdsList().stream().mapToInt(Integer::intValue).toArray(),
        request.prompt().length + request.maxTokens(),
        request.logprobs());
  }
}
