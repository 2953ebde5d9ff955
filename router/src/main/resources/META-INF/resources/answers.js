// Reads the answers of /v1/chat/completions as they stream. Knows nothing of the page.

/** The events of a server-sent stream: {data} for each data line, {comment} for each comment. */
export async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith('data: ')) yield { data: line.slice(6) };
      else if (line.startsWith(': ')) yield { comment: line.slice(2) };
    }
  }
}

/** The figures of the stream's last comment: mode=cloud reason="..." drafted=0 ... */
export function figures(comment) {
  const found = {};
  for (const [, key, quoted, plain] of comment.matchAll(/([a-z-]+)=(?:"([^"]*)"|(\S+))/g)) {
    found[key] = quoted ?? plain;
  }
  return found;
}

/**
 * Asks, and gives {text, drafted} for each piece, then {figures, finish}.
 * Throws an Error with the router's own message where it refuses or the stream breaks off.
 */
export async function* answer(request, mode, signal) {
  const headers = { 'content-type': 'application/json', 'x-isthmus-show-draft': 'true' };
  if (mode) headers['x-isthmus-mode'] = mode;
  const body = JSON.stringify({ ...request, stream: true });
  const response = await fetch('v1/chat/completions', { method: 'POST', headers, body, signal });
  if (!response.ok) {
    const refusal = await response.json().catch(() => null);
    throw new Error(refusal?.error?.message ?? `the router answered ${response.status}`);
  }
  let last = {};
  let finish = '';
  let done = false;
  for await (const event of events(response.body)) {
    if (event.comment) {
      last = figures(event.comment);
    } else if (event.data === '[DONE]') {
      done = true;
    } else {
      const chunk = JSON.parse(event.data);
      if (chunk.error) throw new Error(chunk.error.message);
      const choice = chunk.choices?.[0] ?? {};
      finish = choice.finish_reason ?? finish;
      const pieces = chunk.isthmus?.pieces ?? [];
      for (const piece of pieces) yield { text: piece.text, drafted: piece.accepted };
      if (!pieces.length && choice.delta?.content) yield { text: choice.delta.content, drafted: false };
    }
  }
  if (!done) throw new Error('the stream broke off');
  yield { figures: last, finish };
}
