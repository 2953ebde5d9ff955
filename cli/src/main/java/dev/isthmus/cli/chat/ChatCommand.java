package dev.isthmus.cli.chat;

import dev.isthmus.cli.settings.Endpoint;
import dev.isthmus.cli.settings.Places;
import dev.isthmus.cli.terminal.Colour;
import dev.isthmus.cli.terminal.Json;
import dev.isthmus.cli.terminal.OutputFormat;
import dev.isthmus.cli.terminal.Screen;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isthmus chat}. */
@Command(
    name = "chat",
    description = {
      "Talks to the model. Streams the answer, then says in one line how it was made.",
      "Without a question: a conversation, with history (up arrow) and until Ctrl-D."
    })
public final class ChatCommand implements Callable<Integer> {

  @Parameters(arity = "0..*", paramLabel = "QUESTION", description = "What to ask.")
  private List<String> words = List.of();

  @Option(
      names = "--show-draft",
      description =
          "Colours the tokens: accepted draft tokens in cyan, the verifier's own in yellow.")
  private boolean showDraft;

  @Option(names = "--model", description = "A model of /v1/models. Default: the first one.")
  private String model;

  @Option(
      names = "--url",
      description = "The router's base URL. Default: the one that isthmus up started.")
  private URI url;

  @Option(names = "--mode", description = "Forces a mode: cloud, cloud-draft, edge-draft or split.")
  private String mode;

  @Option(
      names = "--offline",
      paramLabel = "reject|edge-only",
      description = {
        "Where every verifier is lost in the middle of an answer: reject ends it with an error,",
        "edge-only lets the site's draft model go on alone, unverified, if the service allows it.",
        "Default: reject."
      })
  private String offline;

  @Option(
      names = "--temperature",
      defaultValue = "0.2",
      description = "0: the most probable token each time. Default: ${DEFAULT-VALUE}.")
  private double temperature;

  @Option(
      names = "--top-p",
      defaultValue = "0.9",
      description =
          "Share of the probability that tokens are drawn from. Default: ${DEFAULT-VALUE}.")
  private double topP;

  @Option(names = "--seed", description = "The same seed gives the same text.")
  private Long seed;

  @Option(
      names = "--max-tokens",
      defaultValue = "1024",
      description = "Ends an answer after so many tokens. Default: ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(names = "-o", paramLabel = "text|json", description = "json: one object at the end.")
  private OutputFormat format = OutputFormat.text;

  private final Screen screen;
  private final Places places;

  public ChatCommand(Screen screen, Places places) {
    this.screen = screen;
    this.places = places;
  }

  @Override
  public Integer call() throws Exception {
    ChatClient client = new ChatClient(Endpoint.of(url, places.instance()), System::nanoTime);
    String served = model == null ? client.firstModel() : model;
    if (words.isEmpty()) {
      try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
        new Conversation(screen, places.instance().resolve("chat-history"), terminal)
            .hold(turns -> ask(client, served, turns));
      }
    } else {
      ask(client, served, List.of(Message.user(String.join(" ", words))));
    }
    return 0;
  }

  /** One turn: streams the answer and returns it. */
  private Message ask(ChatClient client, String served, List<Message> turns) {
    boolean json = format == OutputFormat.json;
    Question question =
        new Question(
            served,
            new ArrayList<>(turns),
            temperature,
            topP,
            seed,
            maxTokens,
            mode,
            showDraft,
            offline);
    Answer answer = client.ask(question, json ? (text, accepted) -> {} : new Shown());
    if (json) {
      screen.line(Json.show(answer));
    } else {
      screen.line("");
      screen.note(screen.paint(Colour.DIM, answer.figures()));
    }
    return Message.assistant(answer.text());
  }

  /** What a person sees. */
  private final class Shown implements AnswerListener {

    @Override
    public void text(String text, boolean accepted) {
      screen.print(showDraft ? screen.paint(accepted ? Colour.DRAFTED : Colour.OWN, text) : text);
    }

    @Override
    public void unverified() {
      screen.print(screen.paint(Colour.DIM, " [unverified from here] "));
    }
  }
}
