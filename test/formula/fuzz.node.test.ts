import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import {
  check,
  children,
  complete,
  createRun,
  createScope,
  evaluate,
  format,
  fromLocal,
  highlight,
  hover,
  minify,
  parse,
  printValue,
  signatureHelp,
  toLocal,
  type Expression,
} from '../../src/formula/index.ts';
import { givenFormulas } from '../environment/data.node.ts';

/*
 * What no formula may do, tried on texts made by chance: each seed gives the same texts each time. `FUZZ=20` takes twenty times as many.
 */

const times = Number(process.env['FUZZ'] ?? 1);
const scope = createScope();

/** Numbers by chance from a seed, the same each time. */
class Chance {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  /** A whole number from 0 up to, but not including, `end`. */
  below(end: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * end);
  }
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
  list<T>(length: number, make: () => T): T[] {
    return Array.from({ length }, make);
  }
}

function assertTree(node: Expression, text: string): void {
  assert.ok(node.from >= 0 && node.from <= node.to && node.to <= text.length, `${node.kind} of ${JSON.stringify(text)}`);
  for (const child of children(node)) assertTree(child, text);
}

/** The findings of a text, each with its place in it and a sentence; its tree whole, its tokens in order. */
function assertRead(text: string): number {
  const { expression, diagnostics, ...parsed } = parse(text);
  assertTree(expression, text);
  let end = 0;
  for (const { from, to } of highlight(text)) {
    assert.ok(from >= end && to >= from && to <= text.length, `tokens of ${JSON.stringify(text)}`);
    end = to;
  }
  const checked = check({ ...parsed, expression, diagnostics }, scope, { behavior: true });
  for (const { from, to, message } of checked.diagnostics) {
    assert.ok(from >= 0 && from <= to && to <= text.length, `${from}-${to} of ${JSON.stringify(text)}`);
    assert.ok(!/undefined|\[object/.test(message) || text.includes('undefined'), `${message} (${JSON.stringify(text)})`);
  }
  return diagnostics.length;
}

/** Names that mean something to JavaScript, and forms that have passed for them elsewhere. */
// oxfmt-ignore
const hostile = [
  '__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', '__defineGetter__', '__defineSetter__', '__lookupGetter__',
  '__lookupSetter__', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString', 'then', 'catch', 'toJSON', 'length', 'name', 'caller', 'callee', 'arguments',
  'apply', 'call', 'bind', 'globalThis', 'window', 'self', 'eval', 'Function', 'Symbol.iterator', 'next', 'done', 'value', '0', ' ', 'NaN', 'undefined',
  '__\\u0070roto__', '\uff3f\uff3fproto\uff3f\uff3f', 'con\u200bstructor', 'proto\u0301type', '\u202e__proto__',
];
// oxfmt-ignore
const places = [
  "{'N': 1}.'N'", "First([{'N': 1}]).'N'", "With({'N': 2}, 'N')", "Filter([{'N': 1}], 'N' = 1)", "ParseJSON(\"{\"\"N\"\": 1}\").'N'", "JSON({'N': \"x\"})",
  "AddColumns([{a: 1}], 'N', a)", "ShowColumns([{'N': 1, b: 2}], 'N')", "DropColumns([{'N': 1, b: 2}], 'N')", "RenameColumns([{'N': 1}], 'N', c)",
  "Sort([{'N': 1}], 'N')", "GroupBy([{'N': 1, b: 2}], 'N', g)", "ForAll([{a: 1}] As 'N', 'N'.a)", "Patch({'N': 1}, {'N': 2}).'N'", "'N'", "'N'(1)", "Color.'N'", "[@'N']",
  "First(ParseJSON(\"[{\"\"N\"\": 1}]\", Type([{'N': Number}]))).'N'", "ColumnNames(ParseJSON(\"{\"\"N\"\": 1}\"))", "Search([{'N': \"a\"}], \"a\", 'N')", "Set('N', 1)",
  "LookUp([{'N': 1}], 'N' = 1, 'N')", "Concat([{'N': \"x\"}], 'N')", "Summarize([{'N': 1}], 'N')", "Match(\"N\", \"(?<n>N)\")", "Text(1, \"N\")",
];

/** What formulas rely on: the own properties of what the page has, and the names in it. */
function intrinsics(): string {
  const seen = [
    Object,
    Function,
    Array,
    String,
    Number,
    Boolean,
    Symbol,
    Map,
    Set,
    WeakMap,
    Promise,
    RegExp,
    Date,
    Error,
    JSON,
    Math,
    Reflect,
    Intl,
  ];
  const roots = seen.flatMap((each) => [each, (each as { readonly prototype?: object }).prototype ?? {}]);
  return JSON.stringify([
    Object.getOwnPropertyNames(globalThis),
    roots.map((root) =>
      Reflect.ownKeys(root).map((key) => {
        const property = Object.getOwnPropertyDescriptor(root, key)!;
        return [String(key), typeof property.value, property.get !== undefined, property.writable];
      }),
    ),
  ]);
}

/** Fails where a value holds anything that is not plain data. */
function assertData(value: unknown, text: string): void {
  assert.notEqual(typeof value, 'function', text);
  assert.notEqual(typeof value, 'symbol', text);
  if (Array.isArray(value)) for (const item of value) assertData(item, text);
  else if (value !== null && typeof value === 'object') {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === null || prototype === Object.prototype) for (const item of Object.values(value)) assertData(item, text);
  }
}

/** Formulas that hold together, out of the grammar. */
class Grammar {
  readonly #chance: Chance;
  constructor(chance: Chance) {
    this.#chance = chance;
  }
  readonly #pick = <T>(items: readonly T[]): T => this.#chance.pick(items);
  number(depth: number): string {
    const pick = this.#pick;
    if (depth === 0) return pick(['0', '1', '2.5', '1e3', '7%', 'Blank()', '9007199254740993', 'Pi()']);
    const below = (): string => this.number(depth - 1);
    return pick([
      () => `(${below()} ${pick(['+', '-', '*', '/', '^'])} ${below()})`,
      () => `-${below()}`,
      () => `If(${this.boolean(depth - 1)}, ${below()}, ${below()})`,
      () => `Sum(${this.table(depth - 1)}, Value * ${below()})`,
      () => `Len(${this.text(depth - 1)})`,
      () => `Round(${below()}, 2)`,
      () => `With({x: ${below()}}, x + ${below()})`,
      () => `IfError(${below()}, ${below()})`,
      () => `CountRows(${this.table(depth - 1)})`,
      () => `Mod(${below()}, ${below()})`,
    ])();
  }
  boolean(depth: number): string {
    const pick = this.#pick;
    if (depth === 0) return pick(['true', 'false']);
    return pick([
      () => `(${this.number(depth - 1)} ${pick(['<', '<=', '=', '<>', '>', '>='])} ${this.number(depth - 1)})`,
      () => `(${this.boolean(depth - 1)} ${pick(['And', 'Or', '&&', '||'])} ${this.boolean(depth - 1)})`,
      () => `Not ${this.boolean(depth - 1)}`,
      () => `IsBlank(${this.text(depth - 1)})`,
      () => `(${this.text(depth - 1)} ${pick(['in', 'exactin', '='])} ${this.text(depth - 1)})`,
      () => `StartsWith(${this.text(depth - 1)}, ${this.text(depth - 1)})`,
    ])();
  }
  text(depth: number): string {
    const pick = this.#pick;
    if (depth === 0) return pick(['""', '"a"', '"Straße 😀"', '"""q"""', 'Char(10)', '$"n{1 + 1}"']);
    return pick([
      () => `(${this.text(depth - 1)} & ${this.number(depth - 1)})`,
      () => `Text(${this.number(depth - 1)}, "#,##0.0")`,
      () => `Mid(${this.text(depth - 1)}, ${this.number(0)}, 3)`,
      () => `Substitute(${this.text(depth - 1)}, "a", ${this.text(depth - 1)})`,
      () => `Concat(${this.table(depth - 1)}, Value, ", ")`,
      () => `Upper(${this.text(depth - 1)})`,
      () => `Switch(${this.number(depth - 1)}, 1, ${this.text(depth - 1)}, ${this.text(depth - 1)})`,
    ])();
  }
  table(depth: number): string {
    const pick = this.#pick;
    if (depth === 0) return pick(['[1, 2, 3]', 'Sequence(4)', 'FirstN([5, 6], 1)', '[2, Blank()]']);
    return pick([
      () => `Filter(${this.table(depth - 1)}, Value > ${this.number(depth - 1)})`,
      () => `ForAll(${this.table(depth - 1)}, Value + ${this.number(depth - 1)})`,
      () => `Sort(${this.table(depth - 1)}, -Value)`,
      () => `FirstN(${this.table(depth - 1)}, 2)`,
      () => `Distinct(${this.table(depth - 1)}, Value)`,
    ])();
  }
}

// oxfmt-ignore
const soup = [
  'a', 'Value', 'ThisRecord', 'If', 'Filter', 'Sum', 'With', 'Set', 'ParseJSON', 'Type', 'Text', 'Match', 'Blank()', '1', '.5', '1e400', '"x"', '"', "'n m'", "'",
  '$"', '{', '}', '[', ']', '(', ')', '[@', '@', ',', ';', ':', '.', '!', '%', '+', '-', '*', '/', '^', '&', '&&', '||', '=', '<>', '<', '>=', 'in', 'exactin',
  'And', 'Or', 'Not', 'As', 'true', 'Self', 'Parent', '//', '/*', '*/', '\n', ' ', '\u00a0', '#', '`', '\\', '\0', '\ud800', '😀', 'é', '٣', '\u2028',
];

describe('texts by chance', () => {
  it(`${1000 * times} of any characters`, () => {
    const chance = new Chance(2);
    const odd = [
      '\ud800',
      '\udfff',
      '\0',
      '\ufeff',
      '\u202e',
      '\u200d',
      '\u2028',
      '"',
      "'",
      '$"',
      '{',
      '(',
      '[',
      '/*',
      '//',
      '😀',
    ];
    for (let i = 0; i < 1000 * times; i++) {
      const characters = chance.list(chance.below(200), () =>
        chance.below(4) === 0 ? chance.pick(odd) : String.fromCodePoint(chance.below(chance.below(3) === 0 ? 0x1_0000 : 0x80)),
      );
      assertRead(characters.join(''));
    }
  });

  it(`${1000 * times} of tokens in any order: no more findings than tokens`, () => {
    const chance = new Chance(3);
    for (let i = 0; i < 1000 * times; i++) {
      const length = chance.below(40);
      const text = chance.list(length, () => chance.pick(soup)).join(chance.pick(['', ' ']));
      // A text or comment that is never closed adds one; every token can be wrong in two ways (it, and what it is missing).
      assert.ok(assertRead(text) <= 2 * length + 2, JSON.stringify(text));
    }
  });

  it(`${1000 * times} formulas out of the grammar: the same tree, value and meaning in every form`, () => {
    const chance = new Chance(4);
    const grammar = new Grammar(chance);
    for (let i = 0; i < 1000 * times; i++) {
      const depth = 1 + chance.below(4);
      const text = chance.pick([
        () => grammar.number(depth),
        () => grammar.text(depth),
        () => grammar.table(depth),
        () => grammar.boolean(depth),
      ])();
      const run = createRun({ fuel: 200_000 });
      const { value, valid, diagnostics } = evaluate(text, scope, run);
      assert.ok(valid, `${text}: ${diagnostics[0]?.message}`);
      const printed = printValue(value);
      assert.equal(printValue(evaluate(text, scope, createRun({ fuel: 200_000 })).value), printed, text);
      for (const form of [format(text), minify(text), fromLocal(toLocal(text, 'de-DE'), 'de-DE')]) {
        assert.equal(printValue(evaluate(form, scope, createRun({ fuel: 200_000 })).value), printed, `${text}\n${form}`);
      }
    }
  });

  it(`${hostile.length} names in ${places.length} places: no function, nothing of the page changed`, () => {
    const before = intrinsics();
    for (const name of hostile) {
      for (const place of places) {
        const text = place.replaceAll('N', () => name);
        const { value } = evaluate(text, scope, createRun(), { behavior: true });
        assertData(value, text);
        printValue(value);
      }
    }
    assert.equal(intrinsics(), before);
  });
});

describe('formulas of real apps, changed by chance', () => {
  const formulas = givenFormulas();
  if (formulas === undefined) {
    void it.skip('needs FXLOOM_DATA');
    return;
  }

  it(`${1000 * times} with a token taken out, put in or moved`, () => {
    const chance = new Chance(5);
    for (let i = 0; i < 1000 * times; i++) {
      const text = chance.pick(formulas);
      const tokens = highlight(text);
      if (tokens.length === 0) continue;
      const { from, to } = chance.pick(tokens);
      const other = chance.pick(tokens);
      const put = chance.pick(['', '', chance.pick(soup), text.slice(other.from, other.to)]);
      assertRead(text.slice(0, from) + put + text.slice(chance.below(3) === 0 ? from : to));
    }
  });

  it(`completion, hover and signatures at ${1000 * times} carets`, () => {
    const chance = new Chance(6);
    for (let i = 0; i < 1000 * times; i++) {
      const text = chance.pick(formulas).slice(0, 2000);
      const caret = chance.below(text.length + 1);
      const context = { scope, behavior: true };
      const { from, to } = complete(text, caret, context);
      assert.ok(from <= caret && to >= caret, `${from}-${to} at ${caret} of ${text}`);
      hover(text, caret, context);
      signatureHelp(text, caret, context);
    }
  });
});
