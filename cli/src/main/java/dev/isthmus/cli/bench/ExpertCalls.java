package dev.isthmus.cli.bench;

import dev.isthmus.local.stack.LocalStack;
import dev.isthmus.local.stack.Topology.AgentPart;
import dev.isthmus.local.stack.Topology.SitePart;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one stage asked of the homes of its experts at other nodes, as its agent counts it.
 *
 * @param calls by node
 * @param rowBytes rows that were sent; as many come back
 * @param steps of the stage's engine
 * @param rows that these steps scored: tokens of prompts and of answers
 */
record ExpertCalls(Map<String, Double> calls, double rowBytes, double steps, double rows) {

  static final ExpertCalls NONE = new ExpertCalls(Map.of(), 0, 0, 0);

  /** Since the stack started; of the node that asks others. */
  static ExpertCalls of(LocalStack stack) throws InterruptedException {
    for (SitePart site : stack.topology().sites()) {
      for (AgentPart agent : site.agents()) {
        Exposed agents = new Exposed(URI.create("http://127.0.0.1:" + agent.httpPort()));
        Map<String, Double> calls = others(agents, "isthmus_expert_calls_total", agent.name());
        if (!calls.isEmpty()) {
          Map<String, Double> bytes =
              others(agents, "isthmus_expert_row_bytes_total", agent.name());
          return new ExpertCalls(
              calls,
              bytes.values().stream().mapToDouble(Double::doubleValue).sum(),
              agents.sum("isthmus_engine_step_seconds_count"),
              agents.sum("isthmus_engine_rows_total"));
        }
      }
    }
    return NONE;
  }

  private static Map<String, Double> others(Exposed agent, String name, String itself)
      throws InterruptedException {
    Map<String, Double> found = new TreeMap<>(agent.by(name, "node"));
    found.remove(itself);
    return found;
  }

  ExpertCalls since(ExpertCalls earlier) {
    Map<String, Double> more = new TreeMap<>();
    calls.forEach((node, count) -> more.put(node, count - earlier.calls.getOrDefault(node, 0.0)));
    return new ExpertCalls(
        more, rowBytes - earlier.rowBytes, steps - earlier.steps, rows - earlier.rows);
  }

  /** The most calls that one node got for each step and mixture layer; more than 1 is a fault. */
  double mostPerStepAndLayer(int layers) {
    return steps == 0
        ? 0
        : calls.values().stream().mapToDouble(Double::doubleValue).max().orElse(0) / steps / layers;
  }

  /** Calls to all nodes together for each token that was scored. */
  double perToken() {
    return rows == 0 ? 0 : calls.values().stream().mapToDouble(Double::doubleValue).sum() / rows;
  }

  /** Bytes of rows, there and back, for each token that was scored. */
  double bytesPerToken() {
    return rows == 0 ? 0 : 2 * rowBytes / rows;
  }
}
