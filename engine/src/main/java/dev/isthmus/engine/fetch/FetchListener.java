package dev.isthmus.engine.fetch;

/** Hears how far a fetch is. */
@FunctionalInterface
public interface FetchListener {

  FetchListener NONE = (what, done, total) -> {};

  /**
   * @param what the file that is being fetched
   * @param done bytes on this disk
   * @param total bytes in all, or -1 where nobody said
   */
  void progress(String what, long done, long total);
}
