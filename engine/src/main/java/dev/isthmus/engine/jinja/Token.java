package dev.isthmus.engine.jinja;

/**
 * A piece of a template.
 *
 * @param text as written; of a string what it stands for
 * @param line from 1
 */
record Token(Kind kind, String text, int line) {

  enum Kind {
    TEXT,
    OUTPUT_BEGIN,
    OUTPUT_END,
    BLOCK_BEGIN,
    BLOCK_END,
    NAME,
    INTEGER,
    FLOAT,
    STRING,
    OPERATOR,
    END
  }

  boolean is(Kind kind, String text) {
    return this.kind == kind && this.text.equals(text);
  }

  boolean isOperator(String text) {
    return is(Kind.OPERATOR, text);
  }

  boolean isName(String text) {
    return is(Kind.NAME, text);
  }

  /** As a message shows it. */
  String shown() {
    return switch (kind) {
      case END -> "the template's end";
      case BLOCK_END -> "%}";
      case OUTPUT_END -> "}}";
      default -> "'" + text + "'";
    };
  }
}
