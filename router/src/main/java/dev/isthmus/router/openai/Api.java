package dev.isthmus.router.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.router.openai.Generations.Endpoint;
import dev.isthmus.router.route.Routes;
import dev.isthmus.router.route.Served;
import dev.isthmus.router.session.Sessions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.random.RandomGenerator;

/** The OpenAI API's paths. */
public final class Api {

  private final Routes routes;
  private final Requests requests;
  private final Generations generations;
  private final Endpoint chat;
  private final Endpoint text;

  /**
   * @param seeds draws seeds; thread-safe
   * @param bodyLimit most bytes of a request
   */
  public Api(Routes routes, Sessions sessions, RandomGenerator seeds, long bodyLimit) {
    this.routes = routes;
    this.requests = new Requests(routes, seeds);
    this.generations = new Generations(sessions, requests, bodyLimit);
    AskedReader reader = new AskedReader();
    this.chat = new Endpoint(reader::chat, ChatShape::new);
    this.text = new Endpoint(reader::completion, TextShape::new);
  }

  public void register(Router router) {
    router.post("/v1/chat/completions").handler(c -> generations.handle(c.request(), chat));
    router.post("/v1/completions").handler(c -> generations.handle(c.request(), text));
    router.get("/v1/models").handler(c -> Replies.json(c.response(), 200, models()));
    router.get("/v1/models/*").handler(this::model);
    router.route("/v1/*").handler(Api::unknown);
  }

  private ObjectNode models() {
    ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    routes.all().forEach(served -> data.add(model(served)));
    return list;
  }

  private void model(RoutingContext context) {
    String id = context.normalizedPath().substring("/v1/models/".length());
    try {
      Replies.json(context.response(), 200, model(requests.served(id)));
    } catch (ApiException e) {
      Replies.error(context.response(), e);
    }
  }

  private ObjectNode model(Served served) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", routes.modelId(served))
        .put("object", "model")
        .put("created", served.route().record().getCreatedSeconds())
        .put("owned_by", served.route().service())
        .put("max_model_len", served.route().record().getContext());
  }

  private static void unknown(RoutingContext context) {
    HttpServerRequest request = context.request();
    request.resume();
    Replies.error(
        context.response(), ApiException.noSuchPath(request.method().name(), request.path()));
  }
}
