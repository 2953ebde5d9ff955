package dev.isthmus.engine.jinja;

import java.math.BigInteger;

/** Python's arithmetic, in 64 bits; what does not fit is an error. */
final class Numbers {

  private Numbers() {}

  static int compare(Object left, Object right) {
    return isReal(left) || isReal(right)
        ? Double.compare(real(left) + 0.0, real(right) + 0.0)
        : Long.compare(whole(left), whole(right));
  }

  static Object calculate(String operator, Object left, Object right) {
    try {
      if (operator.equals("/")) {
        return real(left) / divisor(right);
      }
      if (operator.equals("**")) {
        return power(left, right);
      }
      return isReal(left) || isReal(right)
          ? reals(operator, real(left), real(right))
          : wholes(operator, whole(left), whole(right));
    } catch (ArithmeticException e) {
      throw JinjaException.of(
          PythonText.of(left) + " " + operator + " " + PythonText.of(right) + " is not possible");
    }
  }

  private static Object wholes(String operator, long left, long right) {
    return switch (operator) {
      case "+" -> Math.addExact(left, right);
      case "-" -> Math.subtractExact(left, right);
      case "*" -> Math.multiplyExact(left, right);
      case "//" -> Math.floorDiv(left, right);
      default -> Math.floorMod(left, right);
    };
  }

  private static Object reals(String operator, double left, double right) {
    return switch (operator) {
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      case "//" -> Math.floor(left / divisor(right));
      default -> remainder(left, divisor(right));
    };
  }

  static Object negative(Object value) {
    return calculate("-", isReal(value) ? (Object) (-0.0) : (Object) 0L, value);
  }

  private static double remainder(double left, double right) {
    double rest = left % right;
    return rest != 0 && rest < 0 != right < 0 ? rest + right : rest;
  }

  private static Object power(Object left, Object right) {
    if (isReal(left) || isReal(right) || whole(right) < 0) {
      return Math.pow(real(left), real(right));
    }
    long exponent = whole(right);
    // Beyond 64 only 0, 1 and -1 fit, for which odd and even is all that counts.
    int enough = (int) (exponent > 64 ? 64 + exponent % 2 : exponent);
    return BigInteger.valueOf(whole(left)).pow(enough).longValueExact();
  }

  private static double divisor(Object value) {
    double number = real(value);
    if (number == 0) {
      throw new ArithmeticException("division by zero");
    }
    return number;
  }

  static boolean isReal(Object value) {
    return value instanceof Double;
  }

  static double real(Object value) {
    return value instanceof Boolean flag ? flag ? 1 : 0 : ((Number) value).doubleValue();
  }

  private static long whole(Object value) {
    return value instanceof Boolean flag ? flag ? 1 : 0 : (Long) value;
  }
}
