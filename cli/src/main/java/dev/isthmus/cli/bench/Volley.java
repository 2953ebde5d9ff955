package dev.isthmus.cli.bench;

import dev.isthmus.cli.chat.ChatClient;
import dev.isthmus.cli.terminal.CliException;
import dev.isthmus.cli.terminal.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks many questions, some at a time. */
final class Volley {

  private final ChatClient client;
  private final String model;
  private final Screen screen;

  Volley(ChatClient client, Screen screen) {
    this.client = client;
    this.model = client.firstModel();
    this.screen = screen;
  }

  /**
   * @param together questions that are open at a time
   * @param what this is, for the person who waits
   * @return the answers in the questions' order
   * @throws CliException the first question that was not answered
   */
  List<Ask.Timed> answers(List<Ask> questions, int together, String what)
      throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(together);
    try {
      List<Future<Ask.Timed>> pending = new ArrayList<>();
      for (Ask question : questions) {
        pending.add(threads.submit(() -> question.of(client, model)));
      }
      List<Ask.Timed> answers = new ArrayList<>();
      for (Future<Ask.Timed> answer : pending) {
        answers.add(answer.get());
        screen.passing("%s: %d of %d".formatted(what, answers.size(), questions.size()));
      }
      screen.settle();
      return answers;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CliException refusal) {
        throw refusal;
      }
      throw new CliException(what + ": " + e.getCause().getMessage(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
