package dev.isthmus.agent.serve;

import dev.isthmus.agent.experts.HomeLoop;
import dev.isthmus.agent.schedule.EngineLoop;
import dev.isthmus.agent.stage.StageLoop;
import dev.isthmus.protocol.v1.Role;
import java.util.Optional;

/** What this node serves now. Thread-safe. */
public interface ServedRoles {

  /**
   * The engine of a service's role, or empty where it does not run here or is not ready.
   *
   * @param modelDigest of the model that it must be; empty: any
   */
  Optional<EngineLoop> engine(String serviceUid, Role role, String modelDigest);

  /** The stage of a chain with this role id, or empty where it does not run here. */
  Optional<StageLoop> stage(String roleId);

  /** The home of experts with this role id, or empty where it does not run here. */
  Optional<HomeLoop> expertHome(String roleId);

  /** A text file (tokenizer, template) of a model that is served here, by "sha256:&lt;hex&gt;". */
  Optional<byte[]> text(String digest);
}
