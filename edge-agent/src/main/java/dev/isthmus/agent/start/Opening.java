package dev.isthmus.agent.start;

import dev.isthmus.agent.assign.EngineRoom;
import dev.isthmus.agent.assign.FetchedModels;
import dev.isthmus.agent.assign.ModelOpener;
import dev.isthmus.engine.fetch.FetchSettings;

/** How this process and its child open models: by the environment's settings, in real time. */
final class Opening {

  private Opening() {}

  static ModelOpener of(EngineRoom room) {
    return new FetchedModels(
        FetchSettings.of(
            room.cacheDir(), room.home(), System.getenv(), time -> Thread.sleep(time.toMillis())));
  }
}
