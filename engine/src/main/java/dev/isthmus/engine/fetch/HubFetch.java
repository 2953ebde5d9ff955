package dev.isthmus.engine.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isthmus.engine.fetch.ModelUri.Hub;
import dev.isthmus.engine.source.Json;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.safetensors.WeightFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A model of the Hugging Face hub: the files that an engine reads, at one commit. */
final class HubFetch {

  private static final Set<String> TEXTS =
      Set.of(
          "config.json",
          "generation_config.json",
          "tokenizer.json",
          "tokenizer_config.json",
          "chat_template.jinja",
          WeightFiles.INDEX,
          "composed.json");

  private static final int LARGEST_LISTING = 16 << 20;

  private record Entry(String name, String sha256) {}

  private record Listing(String commit, List<Entry> entries) {}

  private final URI hub;
  private final HttpGet http;
  private final Download download;

  HubFetch(URI hub, HttpGet http, Download download) {
    this.hub = hub;
    this.http = http;
    this.download = download;
  }

  /** Fetches one file; the caller holds its {@link CacheLock}. */
  void file(Hub uri, Path target) throws IOException {
    Listing listing = list(uri);
    Entry entry =
        listing.entries().stream()
            .filter(found -> found.name().equals(uri.file()))
            .findFirst()
            .orElseThrow(() -> missing(uri, "no file " + uri.file()));
    download.fetch(address(uri, listing, entry), target, entry.sha256());
  }

  /** Fetches what makes a model into a folder; files that are there already stay. */
  void model(Hub uri, Path folder) throws IOException {
    Listing listing = list(uri);
    List<String> names = beside(listing);
    if (names.stream().noneMatch(name -> name.endsWith(".safetensors"))) {
      throw missing(
          uri,
          "no .safetensors file; name one .gguf file as " + "hf:" + uri.repository() + "/FILE");
    }
    fetch(uri, listing, folder, TEXTS);
    JsonNode index = Json.optionalFile(folder.resolve(WeightFiles.INDEX)).orElse(null);
    fetch(uri, listing, folder, WeightFiles.of(names, index));
  }

  /** Names of the files that lie in no folder of the repository. */
  private static List<String> beside(Listing listing) {
    return listing.entries().stream()
        .map(Entry::name)
        .filter(name -> !name.contains("/") && !name.contains("\\"))
        .toList();
  }

  private void fetch(Hub uri, Listing listing, Path folder, Set<String> wanted) throws IOException {
    for (Entry entry : listing.entries()) {
      Path target = folder.resolve(entry.name());
      if (wanted.contains(entry.name()) && !Files.exists(target)) {
        download.fetch(address(uri, listing, entry), target, entry.sha256());
      }
    }
  }

  private Listing list(Hub uri) throws IOException {
    URI address =
        URI.create(
            hub
                + "/api/models/"
                + uri.repository()
                + "/revision/"
                + encoded(uri.revision())
                + "?blobs=true");
    HttpURLConnection answer = http.get(address, 0, "");
    JsonNode json;
    try (InputStream in = answer.getInputStream()) {
      json = new ObjectMapper().readTree(in.readNBytes(LARGEST_LISTING));
    } catch (JsonProcessingException e) {
      throw new IOException(address + ": answered with something that is no listing", e);
    } finally {
      answer.disconnect();
    }
    List<Entry> entries = new ArrayList<>();
    for (JsonNode file : json.path("siblings")) {
      entries.add(new Entry(file.path("rfilename").asText(), file.at("/lfs/sha256").asText("")));
    }
    return new Listing(json.path("sha").asText(uri.revision()), entries);
  }

  private URI address(Hub uri, Listing listing, Entry entry) {
    return address(hub, uri.repository(), listing.commit(), entry.name());
  }

  /**
   * Where a file is.
   *
   * @param revision a branch, tag or commit
   */
  static URI address(URI hub, String repository, String revision, String file) {
    return URI.create(
        hub + "/" + repository + "/resolve/" + encoded(revision) + "/" + encoded(file));
  }

  private static String encoded(String path) {
    return URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }

  private static ModelRefusedException missing(Hub uri, String what) {
    return new ModelRefusedException(
        Reason.NOT_FOUND, "hf:" + uri.repository() + "@" + uri.revision() + ": has " + what + ".");
  }
}
