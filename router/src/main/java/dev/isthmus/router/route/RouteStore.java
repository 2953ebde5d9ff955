package dev.isthmus.router.route;

import dev.isthmus.protocol.records.Parsed;
import dev.isthmus.protocol.records.RecordCodec;
import dev.isthmus.protocol.v1.RouteRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The last route of each service on disk: a router starts from it where there is no broker. */
public final class RouteStore {

  private static final String SUFFIX = ".route";

  private final Path folder;

  public RouteStore(Path folder) {
    this.folder = folder;
  }

  /** What is there and can be read. */
  List<RouteRecord> load() throws IOException {
    List<RouteRecord> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
          if (RecordCodec.ROUTE.parse(Files.readAllBytes(file))
              instanceof Parsed.Valid<RouteRecord> valid) {
            found.add(valid.value());
          }
        }
      }
    }
    return found;
  }

  void save(RouteRecord record) throws IOException {
    Files.createDirectories(folder);
    Path fresh = Files.createTempFile(folder, "route", ".new");
    Files.write(fresh, record.toByteArray());
    Files.move(
        fresh,
        file(record.getService()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  void delete(String service) throws IOException {
    Files.deleteIfExists(file(service));
  }

  /** A namespace and a name are DNS labels: neither holds an underscore. */
  private Path file(String service) {
    return folder.resolve(service.replace('/', '_') + SUFFIX);
  }
}
