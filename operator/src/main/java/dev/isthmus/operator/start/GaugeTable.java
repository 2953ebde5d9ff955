package dev.isthmus.operator.start;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One gauge for each row of a table that changes as a whole. A row that stays is never away in
 * between, as it is with Micrometer's MultiGauge: a scrape at that moment would not see it.
 */
final class GaugeTable {

  private final MeterRegistry registry;
  private final String name;
  private final Map<Tags, Row> rows = new HashMap<>();

  private record Row(Gauge gauge, AtomicLong value) {}

  GaugeTable(MeterRegistry registry, String name) {
    this.registry = registry;
    this.name = name;
  }

  void set(Map<Tags, Long> values) {
    values.forEach((tags, value) -> rows.computeIfAbsent(tags, this::row).value().set(value));
    Iterator<Map.Entry<Tags, Row>> each = rows.entrySet().iterator();
    while (each.hasNext()) {
      Map.Entry<Tags, Row> row = each.next();
      if (!values.containsKey(row.getKey())) {
        registry.remove(row.getValue().gauge());
        each.remove();
      }
    }
  }

  private Row row(Tags tags) {
    AtomicLong value = new AtomicLong();
    return new Row(
        Gauge.builder(name, value, AtomicLong::get).tags(tags).register(registry), value);
  }
}
