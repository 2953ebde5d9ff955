package dev.isthmus.router.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.isthmus.router.session.Completion;
import dev.isthmus.router.session.Delta;
import java.util.List;
import java.util.Optional;

/** How an endpoint writes its answers. */
interface AnswerShape {

  /** Prefix of the answer's id. */
  String idPrefix();

  /** Value of {@code object}, of a whole answer or of a chunk of a stream. */
  String object(boolean chunk);

  /** A choice that opens a stream, where the shape has one. */
  Optional<ObjectNode> opening();

  ObjectNode chunk(Delta delta);

  ObjectNode closing(Completion completion);

  ObjectNode whole(List<Delta> deltas, Completion completion);
}
