package dev.isthmus.agent.experts;

import dev.isthmus.engine.runtime.ExpertHomes;
import dev.isthmus.engine.runtime.ExpertId;
import dev.isthmus.engine.runtime.ExpertRows;
import dev.isthmus.engine.runtime.ExpertsMissingException;
import dev.isthmus.protocol.v1.ExpertHome;
import dev.isthmus.protocol.v1.ExpertsReply;
import dev.isthmus.protocol.v1.ExpertsRequest;
import dev.isthmus.protocol.v1.LayerLoad;
import dev.isthmus.protocol.v1.OnLoss;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Sends a stage's rows to the homes of their experts: one call for each home and layer, all at
 * once. An expert with several homes is computed by the one that answers fastest; where that fails,
 * by another. Where none is left, the last ones are asked again for a while; then, where the
 * service says so, rows go to other experts.
 */
public final class SpreadExperts implements ExpertHomes {

  private static final Logger LOG = Logger.getLogger(SpreadExperts.class);

  /** A home that takes longer is taken for dead, and another one asked. */
  private static final Duration MOST = Duration.ofMillis(1500);

  /** How long one step waits for experts without a home; then its sessions end. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final long PAUSE_MILLIS = 50;

  private final HomeCaller caller;
  private final Pause pause;
  private final LongSupplier nanos;
  private final String digest;
  private final HomeHealth health;
  private final HomeCounts counts;
  private final ExpertLosses losses;
  private final RowCounts load = new RowCounts();
  private volatile RoleAssignment role;
  private volatile boolean withdrawn;
  private RoleAssignment read;
  private ExpertPlaces places;

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    void millis(long millis) throws InterruptedException;
  }

  /**
   * @param digest of the model's files
   * @param nanos a monotonic clock
   */
  public SpreadExperts(
      RoleAssignment role,
      String digest,
      HomeCaller caller,
      HomeCounts counts,
      Pause pause,
      LongSupplier nanos) {
    this.role = role;
    this.digest = digest;
    this.caller = caller;
    this.counts = counts;
    this.pause = pause;
    this.nanos = nanos;
    this.health = new HomeHealth(nanos);
    this.losses = new ExpertLosses(nanos);
  }

  /** Homes may have moved. Any thread. */
  public void assigned(RoleAssignment latest) {
    role = latest;
  }

  /** Nothing is waited for any more. Any thread. */
  public void withdraw() {
    withdrawn = true;
  }

  /** How many rows each expert got, by layer. Any thread. */
  public List<LayerLoad> load() {
    return load.told();
  }

  @Override
  public void compute(ExpertRows rows, FloatBuffer into) {
    int[] left = IntStream.range(0, rows.experts().length).toArray();
    long start = nanos.getAsLong();
    String why = "no home is assigned";
    while (true) {
      Round round = new Round(rows, left, into);
      left = round.run();
      if (left.length == 0) {
        load.add(rows);
        return;
      }
      why = round.why.isEmpty() ? why : round.why;
      long waited = nanos.getAsLong() - start;
      if (withdrawn || waited > PATIENCE.toNanos() || isDetoured(rows, round, left, waited)) {
        int[] missing = IntStream.of(left).map(i -> rows.experts()[i]).toArray();
        throw new ExpertsMissingException(rows.layer(), missing, why);
      }
      rest(round.hasOthers);
    }
  }

  /** Whether rows go around what is missing, rather than wait for it any longer. */
  private boolean isDetoured(ExpertRows rows, Round round, int[] left, long waited) {
    if (round.hasOthers
        || !goesAroundLosses()
        || !round.homes.anyOf(rows.layer(), home -> !health.rests(home.getRoleId()))) {
      return false;
    }
    List<ExpertId> missing = IntStream.of(left).mapToObj(position -> id(rows, position)).toList();
    return losses.giveUp(missing, waited);
  }

  private static ExpertId id(ExpertRows rows, int position) {
    return new ExpertId(rows.layer(), rows.experts()[position]);
  }

  @Override
  public BitSet lost(int layer, int count) {
    BitSet lost = goesAroundLosses() ? losses.of(layer) : new BitSet();
    return lost.cardinality() < count ? lost : new BitSet();
  }

  private boolean goesAroundLosses() {
    return role.getExperts().getOnLoss() == OnLoss.ON_LOSS_REROUTE;
  }

  /** Another home is asked at once; the same ones after a moment. */
  private void rest(boolean hasOthers) {
    if (hasOthers) {
      return;
    }
    try {
      pause.millis(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while experts were waited for", e);
    }
  }

  private ExpertPlaces places() {
    RoleAssignment now = role;
    if (read == null || !read.getExperts().equals(now.getExperts())) {
      places = new ExpertPlaces(now.getExperts());
    }
    read = now;
    return places;
  }

  /** One call to each home that is needed. */
  private final class Round {

    private final ExpertRows rows;
    private final int[] wanted;
    private final FloatBuffer into;
    private final ExpertPlaces homes = places();
    private final List<Integer> left = new ArrayList<>();
    private boolean hasOthers;
    private String why = "";

    Round(ExpertRows rows, int[] wanted, FloatBuffer into) {
      this.rows = rows;
      this.wanted = wanted;
      this.into = into;
    }

    /** Positions in the rows' experts that no home answered for. */
    int[] run() {
      Map<ExpertHome, List<Integer>> byHome = new LinkedHashMap<>();
      Comparator<ExpertHome> order = health.order();
      for (int position : wanted) {
        homes.of(id(rows, position)).stream()
            .min(order)
            .ifPresentOrElse(
                home -> byHome.computeIfAbsent(home, any -> new ArrayList<>()).add(position),
                () -> left.add(position));
      }
      List<Runnable> answers = new ArrayList<>();
      byHome.forEach((home, positions) -> answers.add(ask(home, positions)));
      answers.forEach(Runnable::run);
      return left.stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    private Runnable ask(ExpertHome home, List<Integer> positions) {
      int[] which = positions.stream().mapToInt(Integer::intValue).toArray();
      ExpertRows part = rows.only(which);
      long start = nanos.getAsLong();
      ExpertsRequest request = request(home, part);
      counts.called(home.getNode(), request.getRows().size());
      CompletableFuture<ExpertsReply> answer = caller.call(home, request, MOST);
      // Answers are read one after the other; none is to be charged with the wait for another.
      CompletableFuture<Long> took = answer.handle((reply, failure) -> nanos.getAsLong() - start);
      return () -> {
        try {
          ExpertsReply reply = answer.join();
          FloatBuffer results = RowBytes.read(reply.getRows(), part.total() * part.hidden());
          rows.place(which, results, into);
          health.answered(home.getRoleId(), took.join());
          positions.forEach(position -> losses.found(id(rows, position)));
        } catch (CompletionException | ExpertsRefusedException e) {
          Throwable cause = e instanceof CompletionException ? e.getCause() : e;
          failed(home, positions, took.join(), cause);
        }
      };
    }

    private void failed(ExpertHome home, List<Integer> positions, long took, Throwable cause) {
      why = home.getNode() + ": " + cause.getMessage();
      if (!health.rests(home.getRoleId())) {
        LOG.warnf("layer %d: no answer of experts at %s", rows.layer(), why);
      }
      health.failed(home.getRoleId(), took);
      counts.failed(home.getNode());
      left.addAll(positions);
      hasOthers |=
          positions.stream()
              .map(position -> id(rows, position))
              .allMatch(id -> homes.of(id).stream().anyMatch(o -> !health.rests(o.getRoleId())));
    }

    private ExpertsRequest request(ExpertHome home, ExpertRows part) {
      ExpertsRequest.Builder request =
          ExpertsRequest.newBuilder()
              .setRoleId(home.getRoleId())
              .setPlanEpoch(home.getPlanEpoch() == 0 ? read.getPlanEpoch() : home.getPlanEpoch())
              .setPrecision(read.getPrecision())
              .setDigest(digest)
              .setLayer(part.layer())
              .setHiddenSize(part.hidden())
              .setRows(RowBytes.of(part.rows(), part.total() * part.hidden()));
      IntStream.of(part.experts()).forEach(request::addExperts);
      IntStream.of(part.counts()).forEach(request::addCounts);
      return request.build();
    }
  }
}
