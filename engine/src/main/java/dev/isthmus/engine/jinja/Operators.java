package dev.isthmus.engine.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Operators between two values. */
final class Operators {

  private static final int LONGEST_LIST = 100_000;

  private Operators() {}

  static Object binary(String operator, Object left, Object right) {
    if (operator.equals("~")) {
      return joined(PythonText.of(left), PythonText.of(right));
    }
    if (Values.isNumber(left) && Values.isNumber(right)) {
      return Numbers.calculate(operator, left, right);
    }
    if (operator.equals("+")) {
      return sum(left, right);
    }
    if (operator.equals("*") && isCount(left)) {
      return repeated(right, Values.whole(left, "a factor"));
    }
    if (operator.equals("*") && isCount(right)) {
      return repeated(left, Values.whole(right, "a factor"));
    }
    if (operator.equals("%") && left instanceof String text) {
      return Formatting.percent(
          text, right instanceof Tuple values ? values.items() : Arrays.asList(right));
    }
    throw impossible(operator, left, right);
  }

  private static boolean isCount(Object value) {
    return value instanceof Long || value instanceof Boolean;
  }

  private static Object sum(Object left, Object right) {
    if (left instanceof String a && right instanceof String b) {
      return joined(a, b);
    }
    if (left instanceof List && right instanceof List) {
      return chained(Values.items(left), Values.items(right));
    }
    if (left instanceof Tuple && right instanceof Tuple) {
      return new Tuple(chained(Values.items(left), Values.items(right)));
    }
    throw impossible("+", left, right);
  }

  private static String joined(String left, String right) {
    Budget.text((long) left.length() + right.length());
    return left + right;
  }

  private static void checkSize(long items) {
    if (items > LONGEST_LIST) {
      throw JinjaException.of("a list is longer than " + LONGEST_LIST);
    }
  }

  private static List<Object> chained(List<Object> left, List<Object> right) {
    checkSize(left.size() + right.size());
    List<Object> items = new ArrayList<>(left);
    items.addAll(right);
    return items;
  }

  static Object repeated(Object value, long times) {
    long count = Math.max(0, times);
    if (value instanceof String text) {
      long enough = Math.min(count, Budget.LONGEST_TEXT + 1L);
      Budget.text(text.length() * enough);
      return text.repeat((int) enough);
    }
    if (value instanceof List || value instanceof Tuple) {
      List<Object> once = Values.items(value);
      checkSize(once.isEmpty() ? 0 : Math.min(count, LONGEST_LIST + 1L) * once.size());
      List<Object> items = new ArrayList<>();
      for (long i = 0; i < count && !once.isEmpty(); i++) {
        items.addAll(once);
      }
      return value instanceof List ? items : new Tuple(items);
    }
    throw impossible("*", value, times);
  }

  private static JinjaException impossible(String operator, Object left, Object right) {
    return JinjaException.of(
        Values.kind(left) + " " + operator + " " + Values.kind(right) + " is not possible");
  }
}
