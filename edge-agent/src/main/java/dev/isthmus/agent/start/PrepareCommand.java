package dev.isthmus.agent.start;

import dev.isthmus.agent.assign.EngineRoom;
import dev.isthmus.agent.assign.RoleWeights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * The child process that prepares a role's weights: {@code prepare CACHE HOME THREADS MEMORY ROLE},
 * where MEMORY is in bytes and ROLE is a RoleAssignment in Base64. It says how far it is, or why it
 * refuses, on its output.
 */
final class PrepareCommand {

  static final String NAME = "prepare";

  private static final int ARGUMENTS = 6;
  private static final int USAGE = 2;
  private static final int ORPHANED = 4;

  private PrepareCommand() {}

  static List<String> arguments(EngineRoom room) {
    return List.of(NAME, room.cacheDir().toString(), room.home().toString(), "" + room.threads());
  }

  /** Returns the exit code. */
  static int run(String... args) {
    if (args.length != ARGUMENTS) {
      System.err.println("usage: prepare CACHE HOME THREADS MEMORY ROLE");
      return USAGE;
    }
    endWithParent();
    EngineRoom room =
        new EngineRoom(
            Path.of(args[1]),
            Path.of(args[2]),
            Integer.parseInt(args[3]),
            Long.parseLong(args[4]),
            0);
    return RoleWeights.prepare(room, Opening.of(room), args[5], System.out);
  }

  /** The parent holds this process's input open: its end is the parent's. */
  private static void endWithParent() {
    Thread watch =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // as good as an end
              }
              Runtime.getRuntime().halt(ORPHANED);
            },
            "parent");
    watch.setDaemon(true);
    watch.start();
  }
}
