package dev.isthmus.router.rest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Waits for a router to be ready. */
final class Serving {

  private static final int TRIES = 1000;

  private Serving() {}

  static void await(HttpClient http, URI base) throws IOException, InterruptedException {
    HttpRequest ready = HttpRequest.newBuilder(base.resolve("/q/health/ready")).build();
    for (int i = 0; i < TRIES; i++) {
      if (http.send(ready, BodyHandlers.ofString()).statusCode() == 200) {
        return;
      }
      Thread.onSpinWait();
    }
    throw new IllegalStateException("the router is not ready after " + TRIES + " questions");
  }
}
