package dev.isthmus.cli.bench;

import dev.isthmus.cli.chat.Answer;
import java.util.List;

/**
 * Several answers of one mode, one after another.
 *
 * @param linkBytes what crossed the link meanwhile, Kafka's control traffic included
 */
record ServeRun(List<Ask.Timed> answers, long linkBytes) {

  /** Tokens by the time that whole answers took: what a person waits for. */
  double answerSpeed() {
    return tokens() * 1000.0 / answers.stream().mapToDouble(Ask.Timed::wallMillis).sum();
  }

  /** Tokens per second after the first. */
  double decodeSpeed() {
    double millis = answers.stream().mapToDouble(it -> it.answer().decodeMillis()).sum();
    return millis == 0 ? 0 : (tokens() - answers.size()) * 1000.0 / millis;
  }

  List<String> texts() {
    return answers.stream().map(it -> it.answer().text()).toList();
  }

  /** Milliseconds per token after the first. */
  double millisPerToken() {
    return 1000 / decodeSpeed();
  }

  double bytesPerToken() {
    return (double) linkBytes / tokens();
  }

  /** Committed tokens by verifier passes: each gives the drafts that it accepts and one more. */
  double tokensPerPass() {
    long accepted = answers.stream().mapToLong(it -> it.answer().accepted()).sum();
    return (double) tokens() / (tokens() - accepted);
  }

  private int tokens() {
    return answers.stream().map(Ask.Timed::answer).mapToInt(Answer::completionTokens).sum();
  }
}
