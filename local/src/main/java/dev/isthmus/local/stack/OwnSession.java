package dev.isthmus.local.stack;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts processes outside the terminal's process group, where the system can: a Ctrl-C then
 * reaches the supervisor alone, which ends them in order.
 *
 * @param setsid the program, which takes the command's place under the same pid
 */
record OwnSession(Optional<Path> setsid) {

  /**
   * @param path folders of programs as PATH lists them, or null
   */
  static OwnSession find(String path) {
    if (path == null) {
      return new OwnSession(Optional.empty());
    }
    for (String folder : path.split(File.pathSeparator)) {
      Path program = Path.of(folder, "setsid");
      if (!folder.isEmpty() && Files.isExecutable(program)) {
        return new OwnSession(Optional.of(program));
      }
    }
    return new OwnSession(Optional.empty());
  }

  List<String> prefix(List<String> command) {
    List<String> whole = new ArrayList<>();
    setsid.map(Path::toString).ifPresent(whole::add);
    whole.addAll(command);
    return whole;
  }
}
