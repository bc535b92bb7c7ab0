'use strict';

const METHODS = ['get', 'post', 'put', 'delete'];

/** An element with attributes and children; text goes in as text, never as markup. */
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** What a reference inside the document points to. */
function resolved(api, value) {
  if (!value || !value.$ref) {
    return value;
  }
  const found = value.$ref.slice(2).split('/').reduce((at, step) => at[step], api);
  return { ...resolved(api, found), ...value, $ref: undefined };
}

function input(schema, example) {
  const words = schema.type === 'boolean' ? ['true', 'false'] : schema.enum;
  if (!words) {
    const made = element('input', { type: 'text', spellcheck: 'false', autocomplete: 'off' });
    made.value = example ?? '';
    made.placeholder = schema.default ?? '';
    return made;
  }
  const made = element('select', {}, element('option', { value: '' }, ''));
  words.forEach((word) => made.append(element('option', { value: word }, word)));
  return made;
}

function field(api, parameter) {
  const schema = resolved(api, parameter.schema);
  const map = schema.type === 'object';
  const control = input(schema, parameter.example);
  if (map) {
    control.placeholder = 'key=value, key=value';
  }
  const text = parameter.name + (parameter.required ? ' (required)' : '') + ': ' + parameter.description;
  return { parameter, control, map, label: element('label', { class: 'field' }, element('span', {}, text), control) };
}

/** Where a request goes, from the template and what was filled in; what was left empty is left out. */
function address(template, fields) {
  let path = template;
  const query = [];
  for (const { parameter, control, map } of fields) {
    if (parameter.in === 'path') {
      path = path.replace('{' + parameter.name + '}', encodeURIComponent(control.value));
    } else if (map) {
      control.value.split(',').map((pair) => pair.trim()).filter(Boolean).forEach((pair) => {
        const [key, ...value] = pair.split('=');
        query.push(encodeURIComponent(parameter.name + '.' + key) + '=' + encodeURIComponent(value.join('=')));
      });
    } else if (parameter.in === 'query' && control.value !== '') {
      query.push(parameter.name + '=' + encodeURIComponent(control.value));
    }
  }
  return query.length ? path + '?' + query.join('&') : path;
}

/** The headers that were filled in. */
function headers(fields) {
  return Object.fromEntries(fields
    .filter(({ parameter, control }) => parameter.in === 'header' && control.value !== '')
    .map(({ parameter, control }) => [parameter.name, control.value]));
}

function bodyForm(operation) {
  const content = operation.requestBody?.content;
  if (!content) {
    return null;
  }
  const types = Object.keys(content);
  const choice = element('select');
  types.forEach((type) => choice.append(element('option', { value: type }, type)));
  const text = element('textarea', { spellcheck: 'false' });
  const fill = () => {
    const example = content[choice.value].example;
    text.value = typeof example === 'string' ? example : JSON.stringify(example, null, 2);
  };
  choice.addEventListener('change', fill);
  fill();
  return { choice, text, several: types.length > 1 };
}

/** JSON laid out by white space alone: parsing it would round amounts above 2^53. */
function laidOut(json) {
  let out = '';
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const c = json[i];
    if (quoted) {
      out += c;
      if (c === '\\') {
        out += json[++i];
      } else if (c === '"') {
        quoted = false;
      }
    } else if (c === '"') {
      quoted = true;
      out += c;
    } else if ((c === '{' && json[i + 1] === '}') || (c === '[' && json[i + 1] === ']')) {
      out += c + json[++i];
    } else if (c === '{' || c === '[') {
      out += c + '\n' + '  '.repeat(++depth);
    } else if (c === '}' || c === ']') {
      out += '\n' + '  '.repeat(--depth) + c;
    } else if (c === ',') {
      out += ',\n' + '  '.repeat(depth);
    } else if (!/\s/.test(c)) {
      out += c === ':' ? ': ' : c;
    }
  }
  return out;
}

async function show(response, output) {
  const seq = response.headers.get('Tidemark-Seq');
  const status = element('span', { class: response.ok ? 'status' : 'status bad' },
    response.status + ' ' + response.statusText + (seq ? ', Tidemark-Seq ' + seq : ''));
  const text = element('pre');
  output.replaceChildren(status, text);
  const type = response.headers.get('Content-Type') ?? '';
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text.append(part.value);
  }
  if (/[/+]json/.test(type)) {
    text.textContent = laidOut(text.textContent);
  }
}

async function send(path, method, body, filled, output) {
  const options = { method: method.toUpperCase(), headers: filled };
  if (body) {
    options.headers['Content-Type'] = body.choice.value;
    options.body = body.text.value;
  }
  try {
    await show(await fetch(path, options), output);
  } catch (failure) {
    output.replaceChildren(element('span', { class: 'status bad' }, 'No answer: ' + failure.message));
  }
}

/** What the browser says it takes: what the operation answers with, with amounts as the box says. */
function acceptable(operation) {
  const types = Object.keys(Object.entries(operation.responses).find(([status]) => status < 300)[1].content);
  const amounts = document.getElementById('amounts').checked ? ';amounts=string' : '';
  return types.map((type) => (type.endsWith('json') ? type + amounts : type)).join(', ');
}

function operationCard(api, path, method, operation) {
  const fields = (operation.parameters ?? []).map((parameter) => field(api, resolved(api, parameter)));
  const body = bodyForm(operation);
  const output = element('output');
  const button = element('button', { type: 'submit' }, 'Send');
  const form = element('form', {}, ...fields.map((one) => one.label));
  if (body) {
    form.append(...(body.several ? [body.choice] : []), body.text);
  }
  form.append(button);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    await send(address(path, fields), method, body, { ...headers(fields), Accept: acceptable(operation) }, output);
    button.disabled = false;
  });
  return element('details', { class: 'operation', id: operation.operationId },
    element('summary', {}, element('span', { class: 'method ' + method }, method.toUpperCase()),
      element('code', {}, path), element('span', { class: 'faint' }, operation.summary)),
    element('div', {}, element('p', { class: 'faint' }, operation.description ?? ''), form, output));
}

function render(api) {
  document.getElementById('about').textContent = api.info.summary + ' ' + api.info.description;
  const nav = document.getElementById('tags');
  const main = document.getElementById('operations');
  for (const tag of api.tags) {
    nav.append(element('a', { href: '#' + tag.name }, tag.name));
    main.append(element('h2', { id: tag.name }, tag.name), element('p', { class: 'faint' }, tag.description));
    for (const [path, item] of Object.entries(api.paths)) {
      METHODS.filter((method) => item[method]?.tags.includes(tag.name) && !path.startsWith('/docs'))
        .forEach((method) => main.append(operationCard(api, path, method, item[method])));
    }
  }
  if (location.hash) {
    const target = document.getElementById(location.hash.slice(1));
    target?.setAttribute('open', '');
    target?.scrollIntoView();
  }
}

fetch('/v1/openapi.json')
  .then((response) => response.json())
  .then(render)
  .catch((failure) => {
    document.getElementById('about').textContent = 'The interface could not be loaded: ' + failure.message;
  });
