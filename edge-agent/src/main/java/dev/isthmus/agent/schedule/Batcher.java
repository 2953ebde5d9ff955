package dev.isthmus.agent.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Decides which rows of which sessions form the next step. There are no phases: prompts go in
 * chunks beside decodes and verify windows (Sarathi-Serve, 2403.02310). Windows come first, least
 * recently served first; prompts share what is left, oldest first, and always get something, so
 * neither starves the other. Pure.
 */
final class Batcher {

  /** At least this part of a step's rows stays for prompts while windows are served. */
  private static final int PROMPT_SHARE = 8;

  private final Limits limits;

  /**
   * @param maxWindows most windows of a step
   * @param maxRows most rows of a step; no session's window has more
   * @param prefillRows most prompt rows of a step that serves prompts only: bounds how long a
   *     window that comes meanwhile has to wait
   * @param prefillRowsBeside most prompt rows of a step that serves windows too
   */
  record Limits(int maxWindows, int maxRows, int prefillRows, int prefillRowsBeside) {}

  Batcher(Limits limits) {
    this.limits = limits;
  }

  List<Grant> plan(List<Demand> demands) {
    List<Integer> windows = indices(demands, true, Comparator.comparingLong(Demand::servedAt));
    List<Integer> prompts = indices(demands, false, Comparator.comparingLong(Demand::arrival));
    boolean mixed = !windows.isEmpty() && !prompts.isEmpty();
    if (mixed && limits.maxWindows() == 1) {
      return taken(demands, longestWaiting(demands, windows.get(0), prompts.get(0)));
    }
    List<Grant> grants = new ArrayList<>();
    int slots = limits.maxWindows() - (mixed ? 1 : 0);
    int rows = limits.maxRows();
    int kept = mixed ? Math.max(1, limits.maxRows() / PROMPT_SHARE) : 0;
    for (int index : windows) {
      int wanted = demands.get(index).rows();
      if (slots > 0 && (grants.isEmpty() || wanted <= rows - kept)) {
        grants.add(new Grant(index, wanted));
        slots--;
        rows -= wanted;
      }
    }
    slots += mixed ? 1 : 0;
    rows = Math.min(rows, mixed ? limits.prefillRowsBeside() : limits.prefillRows());
    for (int index : prompts) {
      int chunk = chunk(demands.get(index), rows);
      if (slots > 0 && chunk > 0) {
        grants.add(new Grant(index, chunk));
        slots--;
        rows -= chunk;
      }
    }
    return grants;
  }

  private static int longestWaiting(List<Demand> demands, int window, int prompt) {
    return demands.get(prompt).servedAt() < demands.get(window).servedAt() ? prompt : window;
  }

  private List<Grant> taken(List<Demand> demands, int index) {
    Demand demand = demands.get(index);
    int rows = demand.isWindow() ? demand.rows() : chunk(demand, limits.prefillRows());
    return List.of(new Grant(index, rows));
  }

  /** The rows that need logits stay whole for a later step, unless everything fits. */
  private static int chunk(Demand demand, int rows) {
    return demand.rows() <= rows
        ? demand.rows()
        : Math.min(rows, demand.rows() - demand.logitRows());
  }

  private static List<Integer> indices(
      List<Demand> demands, boolean windows, Comparator<Demand> order) {
    return IntStream.range(0, demands.size())
        .filter(i -> demands.get(i).isWindow() == windows)
        .boxed()
        .sorted(
            Comparator.comparing((Integer i) -> demands.get(i), order)
                .thenComparing(i -> demands.get(i).arrival()))
        .toList();
  }
}
