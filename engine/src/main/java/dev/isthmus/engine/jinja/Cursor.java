package dev.isthmus.engine.jinja;

import dev.isthmus.engine.jinja.Token.Kind;
import java.util.List;
import java.util.Locale;

/** Walks over tokens. */
final class Cursor {

  private final List<Token> tokens;
  private int at;

  Cursor(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peekNext() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = peek();
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  int line() {
    return peek().line();
  }

  boolean skip(Kind kind, String text) {
    if (!peek().is(kind, text)) {
      return false;
    }
    next();
    return true;
  }

  boolean skipOperator(String text) {
    return skip(Kind.OPERATOR, text);
  }

  boolean skipName(String text) {
    return skip(Kind.NAME, text);
  }

  Token expect(Kind kind) {
    if (peek().kind() != kind) {
      throw unexpected(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    return next();
  }

  void expectOperator(String text) {
    if (!skipOperator(text)) {
      throw unexpected("'" + text + "'");
    }
  }

  JinjaException unexpected(String expected) {
    return JinjaException.at(line(), expected + " is expected, and there is " + peek().shown());
  }
}
