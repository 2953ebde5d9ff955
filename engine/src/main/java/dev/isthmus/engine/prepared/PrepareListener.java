package dev.isthmus.engine.prepared;

/** Hears how far the preparing of a stage's weights has come. */
@FunctionalInterface
public interface PrepareListener {

  PrepareListener NONE = (done, total) -> {};

  /**
   * @param done bytes written
   * @param total bytes to write; done equals it once, at the end
   */
  void progress(long done, long total);
}
