package dev.isthmus.engine.fetch;

import dev.isthmus.engine.source.FileChunks;
import dev.isthmus.engine.source.ModelFile;
import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A file at a web server of which a node keeps what it needs: chunks come when they are read,
 * together with those behind them that will be (RFC 9110, range requests), and each is checked
 * before it is kept. Thread-safe; other processes may bring chunks of the same file.
 */
final class PartialFile implements ModelFile.Filler {

  private static final int MOST_AHEAD = 16;

  private final URI address;
  private final Path path;
  private final FileChunks chunks;
  private final ChunkStore store;
  private final HttpGet http;
  private final Attempts attempts;
  private final FetchListener listener;
  private final BitSet wanted = new BitSet();
  private int ahead = 1;
  private int unannounced = -1;

  PartialFile(
      URI address, Path path, FileChunks chunks, HttpGet http, Pause pause, FetchListener listener)
      throws IOException {
    this.address = address;
    this.path = path;
    this.chunks = chunks;
    this.store = new ChunkStore(path, chunks);
    this.http = http;
    this.attempts = new Attempts(pause);
    this.listener = listener;
    CacheLock.holding(path, store::create);
  }

  long bytes() {
    return chunks.bytes();
  }

  /** Bytes of it that are on this disk. */
  long held() {
    try {
      store.refresh();
      return store.bytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Brings all of it. */
  void fillWhole() {
    want(0, chunks.bytes());
    fill(0, chunks.bytes());
  }

  @Override
  public void want(long offset, long length) {
    if (length > 0) {
      synchronized (wanted) {
        wanted.set(chunks.chunkOf(offset), chunks.chunkOf(offset + length - 1) + 1);
      }
    }
  }

  @Override
  public void fill(long offset, long length) {
    if (length == 0) {
      return;
    }
    int end = chunks.chunkOf(offset + length - 1) + 1;
    for (int chunk = chunks.chunkOf(offset); chunk < end; chunk++) {
      if (!store.has(chunk)) {
        fetch(chunk, end);
      }
    }
  }

  private void fetch(int first, int needed) {
    try {
      CacheLock.holding(path, () -> fetchMissing(first, needed));
    } catch (IOException e) {
      throw new ModelRefusedException(
          Reason.FETCH_FAILED,
          "%s: its bytes from %d on cannot be fetched: %s."
              .formatted(address, chunks.start(first), e.getMessage()),
          e);
    }
  }

  private void fetchMissing(int first, int needed) throws IOException {
    store.refresh(); // another may have brought it while this one waited
    if (!store.has(first)) {
      int end = end(first, Math.max(needed, first + ahead(first)));
      Download.roomFor(path, chunks.start(end - 1) + chunks.length(end - 1) - chunks.start(first));
      AtomicInteger next = new AtomicInteger(first);
      attempts.run(next::get, () -> attempt(next, end));
    }
  }

  /**
   * How many chunks to bring where one is read that nobody announced: twice as many each time that
   * it goes on where the last ones ended, since a header is read from its beginning to its end.
   */
  private int ahead(int first) {
    synchronized (wanted) {
      if (wanted.get(first)) {
        return 1;
      }
      ahead = first == unannounced ? Math.min(MOST_AHEAD, 2 * ahead) : 1;
      unannounced = first + ahead;
      return ahead;
    }
  }

  /** Behind the last chunk of one request: needed now or wanted, and none of them here. */
  private int end(int first, int needed) {
    int end = first + 1;
    synchronized (wanted) {
      while (end < chunks.count() && !store.has(end) && (end < needed || wanted.get(end))) {
        end++;
      }
    }
    return end;
  }

  /** Advances {@code next} with every chunk that came. */
  private void attempt(AtomicInteger next, int end) throws IOException {
    long from = chunks.start(next.get());
    HttpURLConnection answer =
        http.get(address, from, chunks.start(end - 1) + chunks.length(end - 1));
    try {
      int status = answer.getResponseCode();
      boolean ranged = status == HttpURLConnection.HTTP_PARTIAL && HttpGet.begins(answer, from);
      if (status != HttpURLConnection.HTTP_OK && !ranged) {
        throw new HttpGet.Refused(
            "the server answered %d where %d bytes are said to be"
                .formatted(status, chunks.bytes()));
      }
      try (InputStream in = answer.getInputStream();
          ChunkStore.Writing writing = store.write()) {
        if (!ranged) {
          in.skipNBytes(from);
        }
        while (next.get() < end) {
          int chunk = next.get();
          byte[] content = in.readNBytes(chunks.length(chunk));
          if (content.length < chunks.length(chunk)) {
            throw new IOException("the connection ended");
          }
          writing.put(chunk, checked(chunk, content));
          next.incrementAndGet();
          listener.progress(chunks.name(), done(chunk), total());
        }
      }
    } finally {
      answer.disconnect();
    }
  }

  private byte[] checked(int chunk, byte[] content) {
    if (!chunks.matches(chunk, content)) {
      throw new ModelRefusedException(
          Reason.WRONG_DIGEST,
          "%s: bytes %d to %d are not those that the model package names. Either they were changed on their way or the file is another one."
              .formatted(address, chunks.start(chunk), chunks.start(chunk) + content.length));
    }
    return content;
  }

  /** Of what is wanted, bytes up to this chunk. */
  private long done(int chunk) {
    synchronized (wanted) {
      return wanted.get(0, chunk + 1).stream().mapToLong(chunks::length).sum();
    }
  }

  private long total() {
    synchronized (wanted) {
      return wanted.stream().mapToLong(chunks::length).sum();
    }
  }
}
