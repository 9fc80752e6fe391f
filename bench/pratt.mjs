/*
 * A parser of Power Fx written by hand, for valid formulas only: the measuring rod of how fast a parser that gives the same tree can be. No
 * diagnostics, no tokens, no comments, one pass over the characters.
 */

const [QUOTE, APOSTROPHE, OPEN_BRACE, CLOSE_BRACE] = ['"', "'", '{', '}'].map((c) => c.charCodeAt(0));
const precedence = {
  '||': 1, Or: 1, '&&': 2, And: 2, in: 3, exactin: 3, '=': 4, '<>': 4, '<': 4, '<=': 4, '>': 4, '>=': 4,
  '&': 5, '+': 6, '-': 6, '*': 7, '/': 7,
}; // prettier-ignore

const isDigit = (c) => c >= 48 && c <= 57;
const isNameStart = (c) => (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c > 127;
const isNamePart = (c) => isNameStart(c) || isDigit(c);

let text = '';
let at = 0;
/** Where the last thing that was read ends: white space is passed over after it. */
let last = 0;

function space() {
  last = at;
  for (let c = text.charCodeAt(at); c === 32 || c === 10 || c === 13 || c === 9; c = text.charCodeAt(++at));
}

function take(character) {
  if (text[at] !== character) throw new SyntaxError(`${character} expected at ${at}`);
  const from = at++;
  space();
  return { from, to: from + 1 };
}

function taken(character) {
  return text[at] === character ? take(character) : undefined;
}

function word() {
  const from = at;
  while (isNamePart(text.charCodeAt(at))) at++;
  const name = text.slice(from, at);
  space();
  return name;
}

function name() {
  const from = at;
  if (text.charCodeAt(at) !== APOSTROPHE) {
    const written = word();
    return { name: written, quoted: false, from, to: last };
  }
  const quoted = quotedText(APOSTROPHE, "''", "'");
  return { name: quoted, quoted: true, from, to: last };
}

function quotedText(quote, twice, once) {
  const from = ++at;
  let doubled = false;
  for (;;) {
    at = text.indexOf(once, at) + 1;
    if (text.charCodeAt(at) !== quote) break;
    doubled = true;
    at++;
  }
  const value = text.slice(from, at - 1);
  space();
  return doubled ? value.replaceAll(twice, once) : value;
}

function number() {
  const from = at;
  while (isDigit(text.charCodeAt(at))) at++;
  if (text[at] === '.') for (at++; isDigit(text.charCodeAt(at)); at++);
  const digits = text.slice(from, at);
  space();
  return { kind: 'number', text: digits, from, to: last };
}

/** The infix operator that stands here, if any; it is not read yet. */
function operator() {
  switch (text[at]) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '=':
    case '^':
      return text[at]; // prettier-ignore
    case '&':
      return text[at + 1] === '&' ? '&&' : '&';
    case '|':
      return '||';
    case '<':
      return text[at + 1] === '>' ? '<>' : text[at + 1] === '=' ? '<=' : '<';
    case '>':
      return text[at + 1] === '=' ? '>=' : '>';
    case 'O':
    case 'A':
    case 'i':
    case 'e': {
      let end = at;
      while (isNamePart(text.charCodeAt(end))) end++;
      const written = text.slice(at, end);
      return written === 'As' || precedence[written] > 0 ? written : undefined;
    } // prettier-ignore
    default:
      return undefined;
  }
}

function span(length) {
  const from = at;
  at += length;
  space();
  return { from, to: from + length };
}

function expression(least) {
  let left = operand();
  for (let found = operator(); found !== undefined && found !== '^'; found = operator()) {
    if (found === 'As') {
      const keyword = span(2);
      const alias = name();
      left = { kind: 'as', value: left, keyword, alias, from: left.from, to: alias.to };
      continue;
    }
    const own = precedence[found];
    if (own <= least) break;
    const operatorSpan = span(found.length);
    const right = expression(own);
    left = { kind: 'binary', operator: found, operatorSpan, left, right, from: left.from, to: right.to };
  }
  return left;
}

function operand() {
  const from = at;
  const c = text[at];
  if (c === '-' || c === '!') return signed(c, from, span(1));
  if (c === 'N' && text.startsWith('Not ', at)) return signed('Not', from, span(3));
  let value = primary();
  for (;;) {
    const next = text[at];
    if (next === '.') {
      const separator = span(1);
      const member = name();
      value = { kind: 'member', target: value, separator, name: member, from, to: member.to };
    } else if (next === '(' && (value.kind === 'name' || value.kind === 'member')) value = call(value);
    else if (next === '%') {
      const operatorSpan = span(1);
      value = { kind: 'unary', operator: '%', operatorSpan, operand: value, from, to: operatorSpan.to };
    } else if (next === '^') {
      const operatorSpan = span(1);
      const right = operand();
      return { kind: 'binary', operator: '^', operatorSpan, left: value, right, from, to: right.to };
    } else return value;
  }
}

function signed(sign, from, operatorSpan) {
  const value = operand();
  return { kind: 'unary', operator: sign, operatorSpan, operand: value, from, to: value.to };
}

function call(callee) {
  const open = take('(');
  const args = [];
  const separators = [];
  if (text[at] !== ')') for (args.push(chain()); text[at] === ','; args.push(chain())) separators.push(take(','));
  const close = take(')');
  return { kind: 'call', callee, args, open, close, separators, from: callee.from, to: close.to };
}

function chain() {
  const first = expression(0);
  if (text[at] !== ';') return first;
  const items = [first];
  const separators = [];
  while (text[at] === ';') {
    separators.push(take(';'));
    if (at < text.length && text[at] !== ')') items.push(expression(0));
  }
  return { kind: 'chain', items, separators, from: first.from, to: last };
}

function list(open, close, item) {
  take(open);
  const items = [];
  if (text[at] !== close) for (items.push(item()); taken(',') !== undefined; items.push(item()));
  take(close);
  return items;
}

function field() {
  const fieldName = name();
  take(':');
  return { name: fieldName, value: expression(0) };
}

function primary() {
  const from = at;
  const c = text.charCodeAt(at);
  if (isNameStart(c)) {
    const written = word();
    if (written === 'true' || written === 'false') return { kind: 'boolean', value: written === 'true', from, to: last };
    return { kind: 'name', name: { name: written, quoted: false, from, to: last }, from, to: last };
  }
  if (isDigit(c) || c === 46) return number();
  switch (text[at]) {
    case '"': {
      const value = quotedText(QUOTE, '""', '"');
      return { kind: 'text', value, from, to: last };
    }
    case "'": {
      const quoted = name();
      return { kind: 'name', name: quoted, from, to: last };
    }
    case '(': {
      take('(');
      const inner = expression(0);
      take(')');
      return { kind: 'paren', inner, from, to: last };
    }
    case '{': {
      const fields = list('{', '}', field);
      return { kind: 'record', fields, from, to: last };
    }
    case '[': {
      const items = list('[', ']', () => expression(0));
      return { kind: 'table', items, from, to: last };
    }
    case '$':
      return interpolation();
    default:
      throw new SyntaxError(`an operand expected at ${at}`);
  }
}

function interpolation() {
  const from = at;
  at += 2;
  const parts = [];
  while (text.charCodeAt(at) !== QUOTE) {
    if (text.charCodeAt(at) === OPEN_BRACE) {
      take('{');
      parts.push(chain());
      if (text.charCodeAt(at) !== CLOSE_BRACE) throw new SyntaxError(`} expected at ${at}`);
      at++;
      continue;
    }
    const start = at;
    while (text.charCodeAt(at) !== QUOTE && text.charCodeAt(at) !== OPEN_BRACE) at++;
    parts.push({ kind: 'text', value: text.slice(start, at), from: start, to: at });
  }
  at++;
  space();
  return { kind: 'interpolation', parts, from, to: last };
}

/** The tree of a valid formula. */
export function parse(formula) {
  text = formula;
  at = 0;
  space();
  const tree = chain();
  if (at < text.length) throw new SyntaxError(`the end expected at ${at}`);
  return tree;
}
