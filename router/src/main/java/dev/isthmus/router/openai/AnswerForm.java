package dev.isthmus.router.openai;

import dev.isthmus.router.session.Head;

/**
 * How one answer is written.
 *
 * @param model as the client named it
 * @param showDraft chunks say which tokens were drafted
 */
record AnswerForm(AnswerShape shape, String model, boolean includeUsage, boolean showDraft) {

  Envelope envelope(Head head) {
    return new Envelope(shape, model, includeUsage, showDraft, head);
  }
}
