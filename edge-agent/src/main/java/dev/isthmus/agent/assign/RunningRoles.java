package dev.isthmus.agent.assign;

import dev.isthmus.agent.experts.HomeLoop;
import dev.isthmus.agent.schedule.EngineLoop;
import dev.isthmus.agent.schedule.RoleEngine;
import dev.isthmus.agent.serve.ServedRoles;
import dev.isthmus.agent.stage.StageLoop;
import dev.isthmus.protocol.v1.Role;
import dev.isthmus.protocol.v1.RoleAssignment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The engines that serve now, as streams look them up. Written by the assigner's thread. */
public final class RunningRoles implements ServedRoles {

  private final Map<String, Serving> byId = new ConcurrentHashMap<>();
  private final TextStore texts;

  private record Serving(RoleAssignment role, RoleEngine loop) {}

  public RunningRoles(TextStore texts) {
    this.texts = texts;
  }

  void serve(RoleAssignment role, RoleEngine loop) {
    byId.put(role.getId(), new Serving(role, loop));
  }

  void remove(String id) {
    byId.remove(id);
  }

  @Override
  public Optional<EngineLoop> engine(String serviceUid, Role role, String modelDigest) {
    return byId.values().stream()
        .filter(
            serving ->
                serving.role().getServiceUid().equals(serviceUid)
                    && serving.role().getRole() == role)
        .filter(
            serving ->
                modelDigest.isEmpty() || serving.role().getModel().getDigest().equals(modelDigest))
        .max(Comparator.comparingLong(serving -> serving.role().getPlanEpoch()))
        .map(Serving::loop)
        .filter(loop -> loop.waiting().isEmpty())
        .filter(EngineLoop.class::isInstance)
        .map(EngineLoop.class::cast);
  }

  @Override
  public Optional<StageLoop> stage(String roleId) {
    return byId(roleId, StageLoop.class);
  }

  @Override
  public Optional<HomeLoop> expertHome(String roleId) {
    return byId(roleId, HomeLoop.class);
  }

  private <T> Optional<T> byId(String roleId, Class<T> kind) {
    return Optional.ofNullable(byId.get(roleId))
        .map(Serving::loop)
        .filter(kind::isInstance)
        .map(kind::cast);
  }

  @Override
  public Optional<byte[]> text(String digest) {
    return texts.get(digest);
  }

  /** Bytes of weights and KV that the engines may use. */
  public long memoryBytes() {
    return all().stream().mapToLong(RoleEngine::memoryBytes).sum();
  }

  /** All engines, those of stages too. */
  public List<RoleEngine> all() {
    List<RoleEngine> all = new ArrayList<>();
    byId.values().forEach(serving -> all.add(serving.loop()));
    return all;
  }

  /** The homes of experts. */
  public List<HomeLoop> homes() {
    return all().stream().filter(HomeLoop.class::isInstance).map(HomeLoop.class::cast).toList();
  }

  /** The engines that serve sessions. */
  public List<EngineLoop> loops() {
    return all().stream().filter(EngineLoop.class::isInstance).map(EngineLoop.class::cast).toList();
  }
}
