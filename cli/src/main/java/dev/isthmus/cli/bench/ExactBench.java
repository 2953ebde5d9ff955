package dev.isthmus.cli.bench;

import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code isthmus bench exact}. */
@Command(
    name = "exact",
    description = {
      "Asks the same questions with and without drafting and compares the answers byte for byte: greedy and two"
          + " seeds at temperature 0.8, top_p 0.95. Exit code 1 and the first difference where they differ.",
      "The whole grid takes hours on a small machine; every option makes it smaller."
    })
final class ExactBench implements Callable<Integer> {

  private static final String CLOUD = "cloud";
  private static final String DRAFTED = "edge-draft";

  @Option(names = "--prompts", defaultValue = "64", description = "Default: ${DEFAULT-VALUE}.")
  private int prompts;

  @Option(names = "--max-tokens", defaultValue = "64", description = "Default: ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(
      names = "--precision",
      split = ",",
      defaultValue = "Int4,Int8,Fp32",
      description = "Default: ${DEFAULT-VALUE}.")
  private List<String> precisions;

  @Option(
      names = "--drafts",
      split = ",",
      defaultValue = "MODEL,LOOKUP,BOTH",
      description = "Default: ${DEFAULT-VALUE}.")
  private List<DraftKind> drafts;

  @Option(
      names = "--concurrency",
      split = ",",
      defaultValue = "1,8",
      description = "Sessions at a time. Default: ${DEFAULT-VALUE}.")
  private List<Integer> concurrency;

  private final Screen screen;
  private final Places places;

  ExactBench(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  @Override
  public Integer call() throws InterruptedException {
    screen.line(Hardware.line());
    boolean equal = true;
    for (String precision : precisions) {
      List<String> reference = null;
      for (DraftKind kind : drafts) {
        String name =
            precision.toLowerCase(Locale.ROOT) + "-" + kind.name().toLowerCase(Locale.ROOT);
        try (BenchStack stack =
            BenchStack.start(
                ManifestVariant.of(places.quickstart())
                    .precision(precision)
                    .drafts(kind)
                    .write(BenchStack.folder(places).resolve("manifests"), name),
                screen,
                places)) {
          Volley volley = new Volley(stack.client(), screen);
          if (reference == null) {
            reference = texts(volley.answers(questions(CLOUD), 1, name + ", plain, alone"));
          }
          for (int together : concurrency) {
            if (together > 1) {
              equal &= compare(volley, CLOUD, together, name, reference);
            }
            equal &= compare(volley, DRAFTED, together, name, reference);
          }
        }
      }
    }
    return equal ? 0 : 1;
  }

  private boolean compare(
      Volley volley, String mode, int together, String name, List<String> reference)
      throws InterruptedException {
    String run = "%s, %s, %d at a time".formatted(name, mode, together);
    List<Ask> questions = questions(mode);
    List<Ask.Timed> answers = volley.answers(questions, together, run);
    List<String> texts = texts(answers);
    long drafted = answers.stream().mapToLong(it -> it.answer().drafted()).sum();
    long accepted = answers.stream().mapToLong(it -> it.answer().accepted()).sum();
    int first = -1;
    int different = 0;
    for (int i = 0; i < texts.size(); i++) {
      if (!texts.get(i).equals(reference.get(i))) {
        first = first < 0 ? i : first;
        different++;
      }
    }
    screen.line(
        "%s: %d of %d answers equal; %d of %d drafted tokens accepted"
            .formatted(run, texts.size() - different, texts.size(), accepted, drafted));
    if (first >= 0) {
      Ask ask = questions.get(first);
      screen.line(
          "  first difference: temperature %s, seed %d, \"%s\"%n  plain: %s%n  this:  %s"
              .formatted(
                  ask.temperature(),
                  ask.seed(),
                  ask.prompt(),
                  oneLine(reference.get(first)),
                  oneLine(texts.get(first))));
    }
    return different == 0;
  }

  private List<Ask> questions(String mode) {
    List<Ask> questions = new ArrayList<>();
    for (String prompt : Prompts.first(prompts)) {
      questions.add(Ask.greedy(prompt, maxTokens, mode));
      questions.add(new Ask(prompt, 0.8, 0.95, 11, maxTokens, mode));
      questions.add(new Ask(prompt, 0.8, 0.95, 12, maxTokens, mode));
    }
    return questions;
  }

  private static List<String> texts(List<Ask.Timed> answers) {
    return answers.stream().map(it -> it.answer().text()).toList();
  }

  private static String oneLine(String text) {
    return text.replace("\n", "\\n");
  }
}
