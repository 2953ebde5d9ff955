import { answer } from './answers.js';

const element = (id) => document.getElementById(id);
let messages = [];
let asking = null;

function add(kind, text = '') {
  const line = document.createElement('p');
  line.className = kind;
  line.textContent = text;
  element('talk').append(line);
  line.scrollIntoView({ block: 'end' });
  return line;
}

function piece(line, { text, drafted }) {
  const span = document.createElement('span');
  span.className = drafted ? 'drafted' : 'own';
  span.textContent = text;
  line.append(span);
  line.scrollIntoView({ block: 'end' });
}

function summary({ figures, finish }, tokens, first, end) {
  const parts = [`${figures.mode} (${figures.reason})`];
  if (tokens > 1) parts.push(`${((tokens - 1) / ((end - first) / 1000)).toFixed(1)} pieces/s`);
  if (figures.drafted > 0) parts.push(`${figures.accepted} of ${figures.drafted} drafted accepted`);
  if (finish === 'length') parts.push('ended at the token limit');
  return parts.join(' · ');
}

async function send() {
  const question = element('question').value.trim();
  if (!question || asking) return;
  asking = new AbortController();
  element('question').value = '';
  element('stop').hidden = false;
  add('user', question);
  const line = add('answer');
  const begun = [...messages, { role: 'user', content: question }];
  const request = {
    model: element('model').value,
    messages: begun,
    temperature: Number(element('temperature').value),
    max_tokens: Number(element('most').value),
  };
  let text = '';
  let count = 0;
  let first = 0;
  try {
    for await (const part of answer(request, element('mode').value, asking.signal)) {
      if (part.figures) {
        add('figures', summary(part, count, first, performance.now()));
      } else {
        first ||= performance.now();
        count += 1;
        text += part.text;
        piece(line, part);
      }
    }
  } catch (e) {
    if (e.name === 'AbortError') add('figures', 'stopped');
    else add('error', e.message);
  }
  messages = text ? [...begun, { role: 'assistant', content: text }] : messages;
  asking = null;
  element('stop').hidden = true;
  element('question').focus();
}

async function listModels() {
  const list = await (await fetch('v1/models')).json();
  for (const model of list.data) element('model').append(new Option(model.id));
  if (!list.data.length) add('error', 'No model is served here yet; isthmus status says why.');
}

element('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  send();
});
element('question').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    send();
  }
});
element('stop').addEventListener('click', () => asking?.abort());
element('new').addEventListener('click', () => {
  asking?.abort();
  messages = [];
  element('talk').replaceChildren();
});
listModels().catch((e) => add('error', `the router does not answer: ${e.message}`));
