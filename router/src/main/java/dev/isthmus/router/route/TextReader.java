package dev.isthmus.router.route;

import java.io.IOException;
import java.util.Optional;

/** Makes a model's words of its text files. */
@FunctionalInterface
public interface TextReader {

  /**
   * @param template empty where the model has none
   * @throws IOException where the files are not what they should be, saying how
   */
  ModelText read(byte[] tokenizer, Optional<byte[]> template) throws IOException;
}
