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

  /** Committed tokens by verifier passes; where nothing was drafted each pass gives one. */
  double tokensPerPass() {
    long rounds = answers.stream().mapToLong(it -> it.answer().rounds()).sum();
    boolean drafted = answers.stream().anyMatch(it -> it.answer().drafted() > 0);
    return drafted && rounds > 0 ? (double) tokens() / rounds : 1;
  }

  private int tokens() {
    return answers.stream().map(Ask.Timed::answer).mapToInt(Answer::completionTokens).sum();
  }
}
