package dev.isthmus.router.report;

import dev.isthmus.protocol.v1.MeasuredLink;
import dev.isthmus.protocol.v1.RouterRecord;
import dev.isthmus.protocol.v1.ServiceUse;
import java.util.Map;
import java.util.stream.Collectors;

/** Whether a record says something new: measured figures waver, and wavering is no news. */
final class RouterChange {

  private static final double SHARE = 0.2;

  private RouterChange() {}

  static boolean isWorthTelling(RouterRecord before, RouterRecord now) {
    return !plain(before).equals(plain(now)) || linksMoved(before, now);
  }

  /** The record without what is measured. The reason holds figures; the mode is the news. */
  private static RouterRecord plain(RouterRecord record) {
    RouterRecord.Builder plain = record.toBuilder().clearLinks().clearServices();
    for (ServiceUse use : record.getServicesList()) {
      plain.addServices(use.toBuilder().clearReason().clearAcceptanceRate());
    }
    return plain.build();
  }

  private static boolean linksMoved(RouterRecord before, RouterRecord now) {
    Map<String, Double> old =
        before.getLinksList().stream()
            .collect(Collectors.toMap(MeasuredLink::getSite, MeasuredLink::getRttMillis));
    return now.getLinksCount() != old.size()
        || now.getLinksList().stream()
            .anyMatch(
                link -> {
                  double was = old.getOrDefault(link.getSite(), 0.0);
                  return Math.abs(link.getRttMillis() - was) > SHARE * was + 1;
                });
  }
}
