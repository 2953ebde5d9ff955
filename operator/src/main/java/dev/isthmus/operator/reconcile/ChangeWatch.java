package dev.isthmus.operator.reconcile;

import dev.isthmus.crds.service.CollaborativeInferenceService;
import dev.isthmus.crds.service.ServiceStatus;
import dev.isthmus.operator.plan.Decision;
import java.util.List;

/** Told how each service's change goes, on the control loop's thread. */
public interface ChangeWatch {

  /** A pass begins over these services. */
  void present(List<CollaborativeInferenceService> services);

  /** A pass decided for a service; what follows from it is written next. */
  void decided(CollaborativeInferenceService service, Decision decision);

  /** A pass reported a service. */
  void reported(CollaborativeInferenceService service, ServiceStatus status);
}
