package dev.isthmus.local.stack;

import java.util.TreeMap;

/**
 * Stands for an operator, agent or router: says how it was configured and lives until it is ended.
 */
public final class FakePart {

  private FakePart() {}

  public static void main(String[] arguments) throws InterruptedException {
    new TreeMap<>(System.getenv())
        .forEach(
            (name, value) -> {
              if (name.matches("(ISTHMUS|KAFKA|QUARKUS)_.*")) {
                System.out.println(name + "=" + value);
              }
            });
    System.out.println("configured");
    Thread.currentThread().join();
  }
}
