package dev.isthmus.router.openai;

import dev.isthmus.engine.sample.Sampling;
import dev.isthmus.engine.text.ChatTemplate;
import dev.isthmus.engine.text.ChatTemplate.TemplateException;
import dev.isthmus.engine.text.Tokenizer;
import dev.isthmus.planner.mode.Mode;
import dev.isthmus.protocol.v1.OfflineMode;
import dev.isthmus.router.openai.Asked.Prompt;
import dev.isthmus.router.route.ModelText;
import dev.isthmus.router.route.Route;
import dev.isthmus.router.route.Routes;
import dev.isthmus.router.route.Served;
import dev.isthmus.router.session.GenerationRequest;
import dev.isthmus.router.speculate.UnverifiedDecoding;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes a generation of what was asked: finds the model, writes the prompt in its ids, sees that it
 * fits.
 */
final class Requests {

  private final Routes routes;
  private final RandomGenerator seeds;

  /**
   * @param seeds draws a seed where the client gave none; thread-safe
   */
  Requests(Routes routes, RandomGenerator seeds) {
    this.routes = routes;
    this.seeds = seeds;
  }

  /**
   * @param modeHeader value of x-isthmus-mode, null where it was not sent
   * @param offlineHeader value of x-isthmus-offline, null where it was not sent
   */
  GenerationRequest of(Asked asked, String modeHeader, String offlineHeader) {
    Served served = served(asked.model());
    int[] prompt = prompt(asked.prompt(), served);
    // JSON numbers of other languages hold 53 bits: a seed that is given back can be sent again.
    long seed = asked.seed().orElseGet(() -> seeds.nextLong(1L << 53));
    return new GenerationRequest(
        served,
        prompt,
        new Sampling(asked.temperature(), asked.topK(), asked.topP(), seed),
        maxTokens(asked, prompt.length, served.route().record().getContext()),
        asked.stops(),
        asked.logprobs(),
        mode(modeHeader),
        goesOnUnverified(offlineHeader, served.route(), asked));
  }

  Served served(String model) {
    if (routes.isEmpty()) {
      throw ApiException.unavailable("No service is routed here yet; try again shortly.", 2);
    }
    return routes
        .find(model)
        .orElseThrow(
            () ->
                ApiException.unknownModel(
                    model, "There is: " + String.join(", ", routes.modelIds()) + "."));
  }

  private static int[] prompt(Prompt prompt, Served served) {
    ModelText text = served.text();
    int context = served.route().record().getContext();
    int[] ids;
    String field = "prompt";
    if (prompt instanceof Prompt.Chat chat) {
      field = "messages";
      ids = text.tokenizer().encode(render(chat, text, context), false);
    } else if (prompt instanceof Prompt.Text plain) {
      checkLength(plain.text(), context, field);
      ids = text.tokenizer().encode(plain.text(), true);
    } else {
      ids = known(((Prompt.Tokens) prompt).ids(), text.tokenizer());
    }
    if (ids.length == 0) {
      throw ApiException.invalid(field, field + " gives no tokens; at least one is needed");
    }
    if (ids.length >= context) {
      throw ApiException.invalid(
          field,
          "context_length_exceeded",
          field
              + " is "
              + ids.length
              + " tokens long; the model's context holds "
              + context
              + ", so at most "
              + (context - 1)
              + " leave room for an answer");
    }
    return ids;
  }

  private static String render(Prompt.Chat chat, ModelText text, int context) {
    ChatTemplate template =
        text.template()
            .orElseThrow(
                () ->
                    ApiException.invalid(
                        "messages",
                        "the model has no chat template; ask /v1/completions for text instead"));
    int characters = chat.messages().stream().mapToInt(m -> m.content().length()).sum();
    checkCharacters(characters, context, "messages");
    for (String variable : chat.variables().keySet()) {
      if (!template.takes(variable)) {
        String field = "chat_template_kwargs." + variable;
        throw ApiException.invalid(
            field, field + " is nothing that the model's chat template reads; leave it out");
      }
    }
    try {
      return template.render(chat.messages(), true, chat.variables());
    } catch (TemplateException e) {
      throw ApiException.invalid(
          "messages", "the model's chat template refuses: " + e.getMessage());
    }
  }

  private static void checkLength(String text, int context, String field) {
    checkCharacters(text.length(), context, field);
  }

  /** Far more characters than any tokenizer packs into the context are not even encoded. */
  private static void checkCharacters(int characters, int context, String field) {
    long most = 64L * context;
    if (characters > most) {
      throw ApiException.invalid(
          field,
          "context_length_exceeded",
          field
              + " has "
              + characters
              + " characters; the model's context holds "
              + context
              + " tokens");
    }
  }

  private static int[] known(int[] ids, Tokenizer tokenizer) {
    for (int id : ids) {
      if (id >= tokenizer.vocabulary()) {
        throw ApiException.invalid(
            "prompt",
            "prompt holds the id " + id + "; the vocabulary has " + tokenizer.vocabulary());
      }
    }
    return ids;
  }

  private static int maxTokens(Asked asked, int prompt, int context) {
    int fits = context - prompt;
    int wanted = asked.maxTokens().orElse(fits);
    if (wanted <= fits) {
      return wanted;
    }
    throw ApiException.invalid(
        asked.maxTokensField(),
        "context_length_exceeded",
        asked.maxTokensField()
            + " is "
            + wanted
            + "; the context holds "
            + context
            + " tokens and the prompt is "
            + prompt
            + ", so at most "
            + fits
            + " fit");
  }

  private static boolean goesOnUnverified(String header, Route route, Asked asked) {
    if (header == null || header.isEmpty() || header.equals("reject")) {
      return false;
    }
    if (!header.equals(UnverifiedDecoding.WORD)) {
      throw offline("is " + header + "; it must be reject or " + UnverifiedDecoding.WORD);
    }
    if (route.offline() != OfflineMode.EDGE_ONLY) {
      throw offline(
          "asks for unverified text; the service allows none (its spec.offline.mode is not EdgeOnly)");
    }
    if (asked.logprobs() > 0) {
      throw offline("asks for unverified text; logprobs are the verifier's, leave one of them out");
    }
    return true;
  }

  private static ApiException offline(String problem) {
    return ApiException.invalid("x-isthmus-offline", "header x-isthmus-offline " + problem);
  }

  private static Optional<Mode> mode(String header) {
    if (header == null || header.isEmpty() || header.equals("auto")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Mode.of(header));
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid("x-isthmus-mode", "header x-isthmus-mode: " + e.getMessage());
    }
  }
}
