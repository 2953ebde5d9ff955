package dev.isthmus.cli.bench;

import dev.isthmus.local.stack.LocalStack;
import dev.isthmus.local.stack.Topology.AgentPart;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stages asked of the homes of their experts at other nodes, as their agents count it.
 *
 * @param calls by the home's node
 * @param rowBytes rows that were sent; as many come back
 * @param steps of the stages' engines
 * @param rows that these steps scored: tokens of prompts and of answers
 */
record ExpertCalls(Map<String, Double> calls, double rowBytes, double steps, double rows) {

  /** Of all agents since they started. */
  static ExpertCalls of(LocalStack stack) throws InterruptedException {
    Map<String, Double> calls = new TreeMap<>();
    double bytes = 0;
    double steps = 0;
    double rows = 0;
    for (AgentPart part : stack.topology().agents()) {
      Exposed agent = Exposed.by(URI.create("http://127.0.0.1:" + part.httpPort()));
      others(agent, "isthmus_expert_calls_total", part.name())
          .forEach((node, count) -> calls.merge(node, count, Double::sum));
      bytes += total(others(agent, "isthmus_expert_row_bytes_total", part.name()));
      steps += agent.sum("isthmus_engine_step_seconds_count");
      rows += agent.sum("isthmus_engine_rows_total");
    }
    return new ExpertCalls(calls, bytes, steps, rows);
  }

  private static Map<String, Double> others(Exposed agent, String name, String itself) {
    Map<String, Double> found = agent.sums(name, "node");
    found.remove(itself);
    return found;
  }

  private static double total(Map<String, Double> byNode) {
    return byNode.values().stream().mapToDouble(Double::doubleValue).sum();
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
    return rows == 0 ? 0 : total(calls) / rows;
  }

  /** Bytes of rows, there and back, for each token that was scored. */
  double bytesPerToken() {
    return rows == 0 ? 0 : 2 * rowBytes / rows;
  }
}
