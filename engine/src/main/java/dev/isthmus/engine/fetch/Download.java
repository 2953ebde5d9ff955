package dev.isthmus.engine.fetch;

import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.engine.source.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * One file over HTTP, continued where an earlier attempt ended (RFC 9110, range requests): what has
 * come stands beside the target as {@code .part}, until it is whole and its digest right.
 */
final class Download {

  private final HttpGet http;
  private final Attempts attempts;
  private final FetchListener listener;

  Download(HttpGet http, Pause pause, FetchListener listener) {
    this.http = http;
    this.attempts = new Attempts(pause);
    this.listener = listener;
  }

  /**
   * Fetches a file; the caller holds its {@link CacheLock}.
   *
   * @param sha256 in hex, or empty where it is not known
   * @throws IOException if the last attempt failed; what came is kept for the next
   * @throws ModelRefusedException WRONG_DIGEST; nothing is kept
   */
  void fetch(URI from, Path target, String sha256) throws IOException {
    PartFile part = new PartFile(target);
    boolean resumed = part.size() > 0;
    attempts.run(part::size, () -> attempt(from, part, sha256));
    String found = sha256.isEmpty() ? "" : Sha256.of(part.path());
    if (!found.equals(sha256)) {
      part.delete();
      if (resumed) {
        fetch(from, target, sha256);
        return;
      }
      throw new ModelRefusedException(
          Reason.WRONG_DIGEST,
          from
              + ": came with SHA-256 "
              + found
              + " instead of "
              + sha256
              + "; it was thrown away. Either it was changed on its way or it is not what was named.");
    }
    part.moveTo(target);
  }

  private void attempt(URI from, PartFile part, String sha256) throws IOException {
    long have = part.resumable(sha256);
    HttpURLConnection answer = http.get(from, have, part.validator());
    try {
      int status = answer.getResponseCode();
      if (status == HttpGet.RANGE_NOT_SATISFIABLE) {
        if (("bytes */" + have).equals(answer.getHeaderField("Content-Range"))) {
          return;
        }
        part.delete();
        throw new IOException(from + ": the part that is here is not a part of what is there");
      }
      boolean continued = status == HttpURLConnection.HTTP_PARTIAL && HttpGet.begins(answer, have);
      if (status != HttpURLConnection.HTTP_OK && !continued) {
        throw new HttpGet.Refused(from + ": the server answered " + status);
      }
      long start = continued ? have : 0;
      long length = answer.getContentLengthLong();
      part.remember(answer);
      copy(answer, part, start, length < 0 ? -1 : start + length);
    } finally {
      answer.disconnect();
    }
  }

  private void copy(HttpURLConnection answer, PartFile part, long start, long total)
      throws IOException {
    Files.createDirectories(part.path().getParent());
    roomFor(part.path(), total - start);
    String name = part.target().getFileName().toString();
    long done = start;
    byte[] piece = new byte[1 << 16];
    try (InputStream in = answer.getInputStream();
        OutputStream out = part.open(start)) {
      listener.progress(name, done, total);
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        out.write(piece, 0, count);
        done += count;
        listener.progress(name, done, total);
      }
    }
    if (total >= 0 && done < total) {
      throw new IOException(name + ": the connection ended at byte " + done + " of " + total);
    }
  }

  static void roomFor(Path file, long bytes) throws IOException {
    long room = Files.getFileStore(file.getParent()).getUsableSpace();
    if (bytes > room) {
      throw new HttpGet.Refused(
          file.getFileName()
              + ": needs "
              + (bytes >> 20)
              + " MB, "
              + file.getParent()
              + " has "
              + (room >> 20)
              + " MB left; free some or set ISTHMUS_CACHE to a larger disk");
    }
  }

  /** What has come of a file, and what tells whether the rest belongs to it. */
  private record PartFile(Path target) {

    Path path() {
      return target.resolveSibling(target.getFileName() + ".part");
    }

    private Path note() {
      return target.resolveSibling(target.getFileName() + ".etag");
    }

    long size() throws IOException {
      return Files.exists(path()) ? Files.size(path()) : 0;
    }

    /** Bytes that may stay: all where a digest or the server will tell if they are wrong. */
    long resumable(String sha256) throws IOException {
      return sha256.isEmpty() && validator().isEmpty() ? 0 : size();
    }

    String validator() throws IOException {
      return Files.exists(note()) ? Files.readString(note()) : "";
    }

    void remember(HttpURLConnection answer) throws IOException {
      Files.createDirectories(target.getParent());
      String etag = answer.getHeaderField("ETag");
      Files.writeString(note(), etag == null || etag.startsWith("W/") ? "" : etag);
    }

    OutputStream open(long start) throws IOException {
      return start == 0
          ? Files.newOutputStream(path())
          : Files.newOutputStream(path(), StandardOpenOption.APPEND);
    }

    void delete() throws IOException {
      Files.deleteIfExists(path());
      Files.deleteIfExists(note());
    }

    void moveTo(Path whole) throws IOException {
      Files.move(
          path(), whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(note());
    }
  }
}
