package dev.isthmus.operator.observe;

import dev.isthmus.protocol.v1.RouterRecord;

/** A router as it was seen last. */
public record ObservedRouter(String id, String site, RouterRecord record, boolean live) {}
