package dev.isthmus.operator.source.folder;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.isthmus.crds.folder.RefusedDocument.Cause;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The CEL rules of a schema ({@code x-kubernetes-validations}), evaluated wherever the schema has
 * them.
 */
final class CelRules {

  private final CelCompiler compiler =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("self", SimpleType.DYN)
          .addVar("oldSelf", SimpleType.DYN)
          .build();
  private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().build();
  private final Map<String, CelRuntime.Program> programs = new HashMap<>();

  /**
   * @param old the value that is replaced, null where there is none: rules about {@code oldSelf}
   *     are then not evaluated
   */
  List<Cause> check(String path, JsonNode value, JsonNode old, JSONSchemaProps schema) {
    List<Cause> causes = new ArrayList<>();
    check(path, value, old, schema, causes);
    return causes;
  }

  private void check(
      String path, JsonNode value, JsonNode old, JSONSchemaProps schema, List<Cause> causes) {
    for (ValidationRule rule : schema.getXKubernetesValidations()) {
      boolean transition = rule.getRule().contains("oldSelf");
      if ((!transition || old != null) && !holds(rule, value, old)) {
        String at = rule.getFieldPath() == null ? path : path + rule.getFieldPath();
        causes.add(
            new Cause(at, "Invalid value: " + shown(value, rule) + ": " + rule.getMessage()));
      }
    }
    if (value.isObject() && schema.getProperties() != null) {
      schema
          .getProperties()
          .forEach(
              (name, property) -> {
                if (value.has(name)) {
                  JsonNode before = old == null ? null : old.get(name);
                  check(SchemaCheck.child(path, name), value.get(name), before, property, causes);
                }
              });
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        JsonNode before = sameItem(value.get(i), old, schema.getXKubernetesListMapKeys());
        check(path + "[" + i + "]", value.get(i), before, schema.getItems().getSchema(), causes);
      }
    }
  }

  /**
   * The item of an older list that has the same keys. Lists without keys are not correlated: their
   * order is the person's.
   */
  private static JsonNode sameItem(JsonNode item, JsonNode old, List<String> keys) {
    if (old == null || keys.isEmpty()) {
      return null;
    }
    for (JsonNode candidate : old) {
      if (keys.stream().allMatch(key -> Objects.equals(candidate.get(key), item.get(key)))) {
        return candidate;
      }
    }
    return null;
  }

  private boolean holds(ValidationRule rule, JsonNode value, JsonNode old) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("self", plain(value));
    variables.put("oldSelf", old == null ? Map.of() : plain(old));
    try {
      return Boolean.TRUE.equals(program(rule.getRule()).eval(variables));
    } catch (CelEvaluationException e) {
      return false;
    }
  }

  private CelRuntime.Program program(String rule) {
    return programs.computeIfAbsent(
        rule,
        text -> {
          try {
            return runtime.createProgram(compiler.compile(text).getAst());
          } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException(
                "the rule \"" + text + "\" does not compile: " + e.getMessage(), e);
          }
        });
  }

  private static String shown(JsonNode value, ValidationRule rule) {
    JsonNode named =
        rule.getFieldPath() == null ? value : value.at(rule.getFieldPath().replace('.', '/'));
    return named.isContainerNode()
        ? (named.isArray() ? "\"array\"" : "\"object\"")
        : named.toString();
  }

  private static Object plain(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(field -> map.put(field.getKey(), plain(field.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(item -> list.add(plain(item)));
      return list;
    }
    if (node.isIntegralNumber()) {
      return node.asLong();
    }
    if (node.isNumber()) {
      return node.asDouble();
    }
    return node.isBoolean() ? (Object) node.asBoolean() : node.asText();
  }
}
