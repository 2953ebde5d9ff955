package dev.isthmus.agent.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isthmus.engine.source.ModelRefusedException;
import dev.isthmus.engine.source.ModelRefusedException.Reason;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildPreparerTest {

  private final List<String> phases = new ArrayList<>();

  private void prepare(String script) {
    new ChildPreparer(List.of("sh", "-c", script))
        .prepare(RoleAssignment.newBuilder().setId("r").build(), 42, phases::add);
  }

  @Test
  void theChildSaysHowFarItIs() {
    prepare(
        "echo phase Fetching a.gguf 30 %; echo percent 41; echo something else; echo comparing");
    assertThat(phases)
        .containsExactly(
            "Fetching a.gguf 30 %", "Preparing weights 41 %", "Comparing with the source");
  }

  @Test
  void freeMemoryAndRoleAreTheChildsLastArguments() {
    assertThatThrownBy(() -> prepare("echo $0 $1; exit 3"))
        .hasMessage("preparing weights failed with code 3: 42 CgFy");
  }

  @Test
  void aRefusalOfTheChildIsARefusalHere() {
    assertThatThrownBy(() -> prepare("echo refused WRONG_SHAPE a.gguf: no such shape; exit 3"))
        .isInstanceOfSatisfying(
            ModelRefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.WRONG_SHAPE))
        .hasMessage("a.gguf: no such shape");
  }
}
