package dev.isthmus.agent.assign;

import dev.isthmus.agent.schedule.ToyEngine;
import dev.isthmus.protocol.v1.ModelFacts;
import dev.isthmus.protocol.v1.ModelRef;
import dev.isthmus.protocol.v1.Precision;
import dev.isthmus.protocol.v1.Profile;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Toy models by URI; some of them fail as often as a test says. */
public final class ToyModels implements Models {

  private final Map<String, RuntimeException> broken = new HashMap<>();
  public final List<ToyEngine> loaded = new ArrayList<>();
  public final List<String> asked = new ArrayList<>();

  public void fail(String uri, RuntimeException cause) {
    broken.put(uri, cause);
  }

  public void mend(String uri) {
    broken.remove(uri);
  }

  @Override
  public ModelFacts inspect(ModelRef model) {
    asked.add("inspect " + model.getUri());
    check(model);
    return ModelFacts.newBuilder()
        .setPackage(model.getPackage())
        .setUri(model.getUri())
        .setDigest("sha256:1")
        .setLayers(4)
        .build();
  }

  @Override
  public LoadedRole load(RoleAssignment role, Consumer<String> phase) {
    asked.add("load " + role.getModel().getUri());
    phase.accept("Preparing int8 weights 41 %");
    check(role.getModel());
    ToyEngine engine = new ToyEngine();
    loaded.add(engine);
    return new LoadedRole(
        engine, Precision.INT8, Profile.newBuilder().setThreads(1).build(), ModelTexts.NONE);
  }

  private void check(ModelRef model) {
    RuntimeException cause = broken.get(model.getUri());
    if (cause != null) {
      throw cause;
    }
  }
}
