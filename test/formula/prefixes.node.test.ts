import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { check, children, createScope, evaluate, parse, type Expression } from '../../src/formula/index.ts';
import { givenFormulas } from '../environment/data.node.ts';

/*
 * Every beginning of formulas of real apps, as somebody types them, gives a whole tree; one that is not finished, at least one diagnostic.
 * A sample by default; `PREFIXES=3/20` takes the third of twenty parts of all formulas, and all of their beginnings.
 */

const [part, parts] = (process.env['PREFIXES'] ?? '').split('/').map(Number);
const everything = parts !== undefined;
const scope = createScope();

/** How many brackets, texts and comments are open at each place of a text: a scan that knows nothing of the parser. */
function openAt(text: string): boolean[] {
  const open: boolean[] = [];
  const stack: string[] = [];
  const state: string[] = ['code'];
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    const two = text.slice(i, i + 2);
    const at = state.at(-1)!;
    if (at === 'line') {
      if (char === '\n' || char === '\r') state.pop();
    } else if (at === 'block') {
      if (text.slice(i - 1, i + 1) === '*/' && text[i - 2] !== '/') state.pop();
    } else if (at === 'text' || at === 'name') {
      if (char === (at === 'text' ? '"' : "'")) state.pop();
    } else if (two === '//') state.push('line');
    else if (two === '/*') state.push('block');
    else if (char === '"') state.push('text');
    else if (char === "'") state.push('name');
    else if ('([{'.includes(char)) stack.push(char);
    else if (')]}'.includes(char)) stack.pop();
    open.push(stack.length > 0 || state.includes('text') || state.includes('block'));
  }
  return open;
}

function assertWhole(node: Expression, text: string): void {
  const { from, to } = node;
  assert.ok(from >= 0 && from <= to && to <= text.length, `${node.kind} ${from}-${to} of ${text.length}`);
  for (const child of children(node)) assertWhole(child, text);
}

describe('beginnings of formulas of real apps', () => {
  const formulas = givenFormulas();
  if (formulas === undefined) {
    void it.skip('needs FXLOOM_DATA');
    return;
  }
  const taken = formulas.filter((_, i) => (everything ? i % parts === part! % parts : i % 60 === 7));

  it(`${everything ? `part ${part} of ${parts}` : 'a sample'} of them is read to the end`, (context) => {
    let beginnings = 0;
    for (const formula of taken) {
      // Interpolated texts nest code in texts, which the scan does not follow.
      const open = formula.includes('$"') ? undefined : openAt(formula);
      const step = everything ? 1 + Math.floor(formula.length / 4000) : 1 + Math.floor(formula.length / 100);
      for (let length = 0; length <= formula.length; length += step) {
        const text = formula.slice(0, length);
        const { expression, diagnostics, ...parsed } = parse(text);
        assertWhole(expression, text);
        if (open?.[length - 1] === true) assert.ok(diagnostics.length > 0, `no diagnostic: ${text}`);
        if (length % 7 === 0) check({ ...parsed, expression, diagnostics }, scope, { behavior: true });
        beginnings++;
      }
    }
    assert.equal(evaluate('1 + 1', scope).value, 2);
    context.diagnostic(`${beginnings} beginnings of ${taken.length} formulas`);
    assert.ok(beginnings > 1000);
  });
});
