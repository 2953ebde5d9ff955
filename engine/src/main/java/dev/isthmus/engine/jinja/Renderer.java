package dev.isthmus.engine.jinja;

import dev.isthmus.engine.jinja.Statement.Break;
import dev.isthmus.engine.jinja.Statement.Captured;
import dev.isthmus.engine.jinja.Statement.Continue;
import dev.isthmus.engine.jinja.Statement.FilterBlock;
import dev.isthmus.engine.jinja.Statement.For;
import dev.isthmus.engine.jinja.Statement.Group;
import dev.isthmus.engine.jinja.Statement.If;
import dev.isthmus.engine.jinja.Statement.Macro;
import dev.isthmus.engine.jinja.Statement.Output;
import dev.isthmus.engine.jinja.Statement.Target;
import dev.isthmus.engine.jinja.Statement.Text;
import dev.isthmus.engine.jinja.Statement.With;
import java.util.ArrayList;
import java.util.List;

/** Runs statements, for one rendering. */
final class Renderer {

  private enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  private final Budget budget;
  private final Evaluator evaluator;

  Renderer(Budget budget) {
    this.budget = budget;
    this.evaluator = new Evaluator(budget);
  }

  String text(List<Statement> statements, Scope scope) {
    StringBuilder text = new StringBuilder();
    run(statements, scope, text);
    return text.toString();
  }

  private Flow run(List<Statement> statements, Scope scope, StringBuilder text) {
    for (Statement statement : statements) {
      Flow flow = placed(statement, scope, text);
      if (flow != Flow.ON) {
        return flow;
      }
    }
    return Flow.ON;
  }

  /** Runs it; errors say its line. */
  private Flow placed(Statement statement, Scope scope, StringBuilder text) {
    try {
      budget.step();
      return run(statement, scope, text);
    } catch (JinjaException e) {
      throw e.in(statement.line());
    }
  }

  private Flow run(Statement statement, Scope scope, StringBuilder text) {
    if (statement instanceof Text it) {
      append(text, it.text());
    } else if (statement instanceof Output it) {
      append(text, PythonText.of(evaluator.value(it.value(), scope)));
    } else if (statement instanceof If it) {
      boolean holds = evaluator.holds(it.condition(), scope);
      return run(holds ? it.then() : it.otherwise(), scope, text);
    } else if (statement instanceof For it) {
      loop(it, scope, text);
    } else if (statement instanceof Statement.Set it) {
      assign(it.target(), evaluator.value(it.value(), scope), scope);
    } else if (statement instanceof Captured it) {
      Scope inner = captured(it.body(), scope);
      assign(it.target(), evaluator.value(it.filters(), inner), scope);
    } else if (statement instanceof FilterBlock it) {
      Scope inner = captured(it.body(), scope);
      append(text, PythonText.of(evaluator.value(it.filters(), inner)));
    } else if (statement instanceof With it) {
      Scope inner = scope.inner();
      it.values().forEach((name, of) -> inner.set(name, evaluator.value(of, scope)));
      return run(it.body(), inner, text);
    } else if (statement instanceof Macro it) {
      scope.set(it.name(), (Function) given -> called(it, given, scope));
    } else if (statement instanceof Group it) {
      return run(it.body(), scope.inner(), text);
    } else if (statement instanceof Break) {
      return Flow.BREAK;
    } else if (statement instanceof Continue) {
      return Flow.CONTINUE;
    }
    return Flow.ON;
  }

  private static void append(StringBuilder text, String more) {
    Budget.text((long) text.length() + more.length());
    text.append(more);
  }

  /** A scope that knows the block's text. */
  private Scope captured(List<Statement> body, Scope scope) {
    Scope inner = scope.inner();
    inner.set(Captured.BODY, text(body, scope.inner()));
    return inner;
  }

  private void loop(For loop, Scope scope, StringBuilder text) {
    List<Object> items = items(loop, scope);
    Loop state = new Loop(items, scope.get("loop") instanceof Loop outer ? outer.depth() + 1 : 1);
    boolean ended = false;
    Flow flow = Flow.ON;
    for (int i = 0; i < items.size() && flow != Flow.BREAK; i++) {
      budget.step();
      state.at(i);
      Scope inner = scope.inner();
      inner.set("loop", state);
      assign(loop.target(), items.get(i), inner);
      flow = run(loop.body(), inner, text);
      ended |= flow == Flow.ON;
    }
    // Jinja's rule: not only without items, but also where no body came to its end.
    if (!ended) {
      run(loop.otherwise(), scope.inner(), text);
    }
  }

  /** Those that its condition takes. */
  private List<Object> items(For loop, Scope scope) {
    List<Object> all = Values.items(evaluator.value(loop.over(), scope));
    if (loop.condition() == null) {
      return all;
    }
    List<Object> items = new ArrayList<>();
    for (Object item : all) {
      Scope inner = scope.inner();
      assign(loop.target(), item, inner);
      if (evaluator.holds(loop.condition(), inner)) {
        items.add(item);
      }
    }
    return items;
  }

  private void assign(Target target, Object value, Scope scope) {
    if (target instanceof Target.Variable variable) {
      scope.set(variable.name(), value);
    } else if (target instanceof Target.Member member) {
      if (!(scope.get(member.namespace()) instanceof Namespace namespace)) {
        throw JinjaException.of(member.namespace() + " is no namespace");
      }
      namespace.members().put(member.name(), value);
    } else {
      List<Target> targets = ((Target.Several) target).targets();
      List<Object> values = Values.items(value);
      if (targets.size() != values.size()) {
        throw JinjaException.of(
            values.size() + " values are given to " + targets.size() + " names");
      }
      for (int i = 0; i < targets.size(); i++) {
        assign(targets.get(i), values.get(i), scope);
      }
    }
  }

  private String called(Macro macro, Given given, Scope scope) {
    budget.enter();
    Scope inner = scope.inner();
    List<String> names = macro.parameters();
    if (given.positional().size() > names.size() || !names.containsAll(given.named().keySet())) {
      throw JinjaException.of("the macro " + macro.name() + " has other parameters");
    }
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      inner.set(name, given.has(i, name) ? given.get(i, name) : otherwise(macro, i, inner));
    }
    String text = text(macro.body(), inner);
    budget.leave();
    return text;
  }

  /** A parameter's default. */
  private Object otherwise(Macro macro, int parameter, Scope scope) {
    int place = parameter - (macro.parameters().size() - macro.defaults().size());
    return place < 0
        ? Undefined.of(macro.parameters().get(parameter))
        : evaluator.value(macro.defaults().get(place), scope);
  }
}
