package dev.isthmus.router.route;

/** A service that this router can answer for: its route, and the model's words. */
public record Served(Route route, ModelText text) {}
