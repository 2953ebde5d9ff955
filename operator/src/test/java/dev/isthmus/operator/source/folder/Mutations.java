package dev.isthmus.operator.source.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What people and programs get wrong in a resource, one thing at a time. */
final class Mutations {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int HUGE = 300;

  /** Where a value stands: a field of an object, or an item of a list. */
  private record Place(JsonNode parent, String field, int index, String path) {

    JsonNode value() {
      return parent.isObject() ? parent.get(field) : parent.get(index);
    }

    void set(JsonNode value) {
      if (parent instanceof ObjectNode object) {
        object.set(field, value);
      } else {
        ((ArrayNode) parent).set(index, value);
      }
    }
  }

  private final RandomGenerator random;

  Mutations(RandomGenerator random) {
    this.random = random;
  }

  /** A copy with one thing wrong or odd; the field {@code what} of the result says which. */
  Mutation of(JsonNode document) {
    ObjectNode copy = document.deepCopy();
    List<Place> places = new ArrayList<>();
    for (String part : List.of("metadata", "spec")) {
      collect(copy, part, places);
    }
    Place place = places.get(random.nextInt(places.size()));
    String what =
        switch (random.nextInt(9)) {
          case 0 -> otherType(place);
          case 1 -> unknownField(copy, places);
          case 2 -> name(copy);
          case 3 -> size(place);
          case 4 -> text(place);
          case 5 -> removed(place);
          case 6 -> longList(place);
          case 7 -> label(copy);
          default -> reference(copy);
        };
    return new Mutation(copy, what);
  }

  /** A changed document, and in a word what was changed. */
  record Mutation(ObjectNode document, String what) {}

  private String otherType(Place place) {
    List<JsonNode> others =
        List.of(
            JSON.textNode("text"),
            JSON.textNode("7"),
            JSON.numberNode(7),
            JSON.numberNode(0.5),
            JSON.booleanNode(true),
            JSON.arrayNode().add("item"),
            JSON.objectNode().put("key", "value"),
            JSON.nullNode());
    return replaced(place, others.get(random.nextInt(others.size())));
  }

  private String unknownField(ObjectNode copy, List<Place> places) {
    List<Place> objects = places.stream().filter(place -> place.value().isObject()).toList();
    Place place = objects.get(random.nextInt(objects.size()));
    ((ObjectNode) place.value()).put("replcias", 2);
    return place.path() + " has an unknown field";
  }

  private String name(ObjectNode copy) {
    List<String> names =
        List.of("n".repeat(253), "n".repeat(254), "n".repeat(63), "Name", "a.b", "-a", "a_b", "");
    String name = names.get(random.nextInt(names.size()));
    ((ObjectNode) copy.get("metadata")).put("name", name);
    return "metadata.name=" + name;
  }

  private String size(Place place) {
    List<JsonNode> sizes =
        List.of(
            JSON.numberNode(-1),
            JSON.numberNode(0),
            JSON.numberNode(65),
            JSON.numberNode(3_000_000_000L),
            JSON.numberNode(new BigInteger("99999999999999999999")),
            JSON.numberNode(1.5),
            JSON.numberNode(2.0),
            JSON.numberNode(1_000_000_000_000_000L),
            JSON.textNode("-1Gi"),
            JSON.textNode("99999999Ti"),
            JSON.textNode("999999Ti"),
            JSON.textNode("1m"),
            JSON.textNode("1e3"),
            JSON.textNode("1.5Gi"));
    return replaced(place, sizes.get(random.nextInt(sizes.size())));
  }

  private String text(Place place) {
    List<String> texts =
        List.of("Sideways", "", "x".repeat(64), "x".repeat(253), "x".repeat(2000), "é\u0000", "-");
    return replaced(place, JSON.textNode(texts.get(random.nextInt(texts.size()))));
  }

  private static String removed(Place place) {
    if (place.parent() instanceof ObjectNode object) {
      object.remove(place.field());
    } else {
      ((ArrayNode) place.parent()).remove(place.index());
    }
    return place.path() + " is missing";
  }

  private String longList(Place place) {
    JsonNode item = place.value().isArray() ? place.value().path(0) : place.value();
    ArrayNode list = JSON.arrayNode();
    int size = random.nextBoolean() ? HUGE : 2;
    for (int i = 0; i < size; i++) {
      list.add(item.isMissingNode() ? JSON.numberNode(i) : item.deepCopy());
    }
    place.set(list);
    return place.path() + " is a list of " + size;
  }

  private String label(ObjectNode copy) {
    List<String> values =
        List.of("ok", "", "v".repeat(63), "v".repeat(64), "no spaces", "_x", "x/y");
    List<String> keys =
        List.of(
            "zone", "example.org/zone", "a b", "/x", "x/", "k".repeat(64), "A.b/c", "Example/c");
    String key = keys.get(random.nextInt(keys.size()));
    String value = values.get(random.nextInt(values.size()));
    String kind = random.nextBoolean() ? "labels" : "annotations";
    ((ObjectNode) copy.get("metadata")).withObject("/" + kind).put(key, value);
    return "metadata." + kind + "[" + key + "]=" + value;
  }

  private String reference(ObjectNode copy) {
    if (!(copy.get("spec") instanceof ObjectNode spec) || !spec.has("model")) {
      return "nothing";
    }
    if (random.nextBoolean()) {
      spec.put("model", "nowhere");
      return "spec.model=nowhere";
    }
    spec.putObject("draft").put("model", spec.get("model").asText());
    return "the draft is the target";
  }

  private static String replaced(Place place, JsonNode value) {
    place.set(value);
    return place.path() + "=" + value;
  }

  private static void collect(ObjectNode parent, String field, List<Place> places) {
    places.add(new Place(parent, field, 0, field));
    descend(parent.get(field), field, places);
  }

  private static void descend(JsonNode value, String path, List<Place> places) {
    if (value instanceof ObjectNode object) {
      object
          .fieldNames()
          .forEachRemaining(
              name -> {
                String at = path + "." + name;
                if (!at.equals("metadata.namespace")) {
                  places.add(new Place(object, name, 0, at));
                  descend(object.get(name), at, places);
                }
              });
    } else if (value instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        String at = path + "[" + i + "]";
        places.add(new Place(list, null, i, at));
        descend(list.get(i), at, places);
      }
    }
  }
}
