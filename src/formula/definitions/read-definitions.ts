import type { Diagnostic, Span } from '../diagnostic.ts';
import { unwrap, type Expression, type NameToken } from '../expression.ts';
import { canvas, type Features } from '../features.ts';
import { addMessages, message } from '../messages.ts';
import { parsePart, type ParseResult } from '../parser.ts';
import { tokenize, type Separators, type Tokens } from '../lexer.ts';
import { isTypeCall } from '../type-expression.ts';
import { definitionMessages } from './messages.ts';

/*
 * A list of definitions, as `App.Formulas` holds one, split into its parts: `Name = formula;` or `Name := formula;`, functions
 * `Name(parameter: Type, …): Type = formula;` or with steps in braces, types `Name := Type(…);`. What each part means is for others.
 */

addMessages(definitionMessages);

/** `Name = formula` or `Name := formula`. */
export interface FormulaSource {
  readonly kind: 'formula';
  readonly name: NameToken;
  readonly body: ParseResult;
  /** Where the formula stands. */
  readonly span: Span;
}

/** `Name(parameter: Type, …): Type = formula`, or with steps in braces, which may change things. */
export interface FunctionSource {
  readonly kind: 'function';
  readonly name: NameToken;
  readonly parameters: readonly { readonly name: NameToken; readonly type: NameToken }[];
  readonly result: NameToken;
  readonly body: ParseResult;
  readonly imperative: boolean;
}

/** `Name := Type(…)`. */
export interface TypeSource {
  readonly kind: 'type';
  readonly name: NameToken;
  readonly body: ParseResult;
  /** What stands in the parentheses of `Type(…)`. */
  readonly of: Expression;
}

export type DefinitionSource = FormulaSource | FunctionSource | TypeSource;

export interface DefinitionsSource {
  readonly text: string;
  /** In order of text; what cannot be read as a definition is left out. */
  readonly definitions: readonly DefinitionSource[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether something in the text begins as a definition does, however it goes on. */
  readonly intended: boolean;
}

export interface DefinitionsOptions {
  readonly features?: Features;
  /** How the text separates: invariant (`,` `;`) unless said otherwise. */
  readonly separators?: Separators;
  /** Whether functions may have steps in braces; true unless said otherwise. */
  readonly behavior?: boolean;
  /** Whether named formulas are written with `:=` only. */
  readonly colonEqual?: boolean;
}

type Token = Tokens['tokens'][number];

const openers: ReadonlySet<string> = new Set(['OpenParen', 'OpenBracket', 'OpenBrace', 'IslandStart', 'InterpolationStart']);
const closers: ReadonlySet<string> = new Set(['CloseParen', 'CloseBracket', 'CloseBrace', 'InterpolationEnd']);
const kindOf = ({ tokenType }: Token): string => tokenType.name.replace(/Local$/, '');
const endOf = (token: Token): number => token.startOffset + token.image.length;
const spanOf = (token: Token): Span => ({ from: token.startOffset, to: endOf(token) });

/** Reads a list of definitions. Never throws: what is wrong is a diagnostic, and the other definitions are read all the same. */
export function readDefinitions(text: string, options: DefinitionsOptions = {}): DefinitionsSource {
  const lexed = tokenize(text, options.separators);
  const diagnostics: Diagnostic[] = [];
  const definitions: DefinitionSource[] = [];
  let intended = false;
  for (const { tokens, end, separator } of statements(lexed.tokens, text.length)) {
    if (tokens.length === 0) {
      if (separator !== undefined) diagnostics.push(diagnosticAt(spanOf(separator), 'ErrBadToken', separator.image));
      continue;
    }
    const reader = new DefinitionReader(text, lexed, tokens, end, options);
    const found = reader.read();
    if (found !== undefined) definitions.push(found);
    diagnostics.push(...reader.diagnostics);
    intended ||= reader.intended;
  }
  return { text, definitions, diagnostics, intended };
}

const diagnosticAt = (span: Span, code: string, ...parameters: readonly string[]): Diagnostic => ({
  from: span.from,
  to: span.to,
  severity: 'error',
  code,
  message: message(code, parameters),
});

interface Statement {
  readonly tokens: readonly Token[];
  readonly end: number;
  readonly separator: Token | undefined;
}

/** The tokens between separators that are in no bracket. */
function* statements(tokens: readonly Token[], length: number): Generator<Statement> {
  let depth = 0;
  let start = 0;
  for (const [i, token] of tokens.entries()) {
    const kind = kindOf(token);
    if (openers.has(kind)) depth++;
    else if (closers.has(kind)) depth--;
    else if (depth <= 0 && kind === 'Semicolon') {
      yield { tokens: tokens.slice(start, i), end: token.startOffset, separator: token };
      start = i + 1;
      depth = 0;
    }
  }
  yield { tokens: tokens.slice(start), end: length, separator: undefined };
}

/** Reads one definition from its tokens. */
class DefinitionReader {
  readonly diagnostics: Diagnostic[] = [];
  intended = false;
  private readonly text: string;
  private readonly lexed: Tokens;
  private readonly tokens: readonly Token[];
  private readonly end: number;
  private readonly options: DefinitionsOptions;
  private readonly features: Features;
  private next = 0;

  constructor(text: string, lexed: Tokens, tokens: readonly Token[], end: number, options: DefinitionsOptions) {
    this.text = text;
    this.lexed = lexed;
    this.tokens = tokens;
    this.end = end;
    this.options = options;
    this.features = options.features ?? canvas;
  }

  read(): DefinitionSource | undefined {
    const name = this.name();
    if (name === undefined) return this.fail(this.whole, 'ErrDefinitionExpected');
    if (this.takes('OpenParen')) return this.function(name);
    const colon = this.takes('Colon');
    if (this.takes('Equal')) return this.formula(name, colon);
    if (colon) this.intended = true;
    return this.fail(this.whole, 'ErrDefinitionExpected');
  }

  // ---- Named formulas and types ------------------------------------------------------------------------------------------------

  private formula(name: NameToken, colon: boolean): FormulaSource | TypeSource | undefined {
    this.intended = true;
    if (this.next === this.tokens.length) return this.fail(name, 'ErrNamedFormula_MissingValue', name.name);
    if (!colon && this.options.colonEqual === true) return this.fail(name, 'ErrNamedFormula_ColonEqualRequired', name.name);
    const span = { from: this.tokens[this.next]!.startOffset, to: endOf(this.tokens.at(-1)!) };
    const body = this.part(this.next, this.tokens.length, this.end, false);
    const expression = unwrap(body.expression);
    const of = colon && isTypeCall(expression) && expression.args.length === 1 ? expression.args[0] : undefined;
    return of === undefined ? { kind: 'formula', name, body, span } : { kind: 'type', name, body, of };
  }

  // ---- Functions ---------------------------------------------------------------------------------------------------------------

  private function(name: NameToken): FunctionSource | undefined {
    const parameters = this.parameters();
    if (parameters === undefined) return undefined;
    if (!this.takes('Colon')) {
      if (this.is('Equal') || this.is('OpenBrace')) this.intended = true;
      return this.fail(this.here, 'ErrUDF_MissingReturnType', name.name);
    }
    this.intended = true;
    const result = this.name();
    if (result === undefined) return this.fail(this.here, 'ErrUDF_MissingReturnType', name.name);
    const equal = this.takes('Equal');
    if (!equal && !this.is('OpenBrace')) return this.fail(this.here, 'ErrUDF_MissingFunctionBody', name.name);
    const imperative = this.is('OpenBrace') && (!equal || !this.isRecord());
    const body = imperative ? this.steps(name) : this.value(name);
    return body && { kind: 'function', name, parameters, result, body, imperative };
  }

  private parameters(): FunctionSource['parameters'] | undefined {
    const parameters: { name: NameToken; type: NameToken }[] = [];
    if (this.takes('CloseParen')) return parameters;
    do {
      const name = this.name();
      if (name === undefined) return this.fail(this.here, 'ErrExpectedFound_Ex_Fnd', this.found, 'the name of a parameter');
      if (!this.takes('Colon')) return this.fail(this.here, 'ErrUDF_MissingParamType', name.name);
      const type = this.name();
      if (type === undefined) return this.fail(this.here, 'ErrUDF_MissingParamType', name.name);
      parameters.push({ name, type });
    } while (this.takes('Comma'));
    if (!this.takes('CloseParen')) return this.fail(this.here, 'ErrExpectedFound_Ex_Fnd', this.found, ')');
    return parameters;
  }

  private value(name: NameToken): ParseResult | undefined {
    if (this.next === this.tokens.length) return this.fail(name, 'ErrUDF_MissingFunctionBody', name.name);
    return this.part(this.next, this.tokens.length, this.end, false);
  }

  /** `{ a; b }`: the steps of a function. */
  private steps(name: NameToken): ParseResult | undefined {
    const open = this.tokens[this.next]!;
    let depth = 0;
    const length = this.tokens.slice(this.next).findIndex((token) => {
      if (openers.has(kindOf(token))) depth++;
      else if (closers.has(kindOf(token))) depth--;
      return depth === 0;
    });
    if (length < 0) return this.fail(this.atEnd, 'ErrExpectedFound_Ex_Fnd', 'the end', '}');
    const close = this.tokens[this.next + length]!;
    const after = this.tokens[this.next + length + 1];
    if (after !== undefined) return this.fail(spanOf(after), 'ErrBadToken', after.image);
    if (length === 1) return this.fail(name, 'ErrUDF_MissingFunctionBody', name.name);
    if (this.options.behavior === false) return this.fail(spanOf(open), 'ErrBehaviorFunction', name.name);
    return this.part(this.next + 1, this.next + length, close.startOffset, true);
  }

  /** Whether the brace here opens a record: `{}` or `{name: …`. */
  private isRecord(): boolean {
    const [first, second] = this.tokens.slice(this.next + 1);
    return first === undefined || kindOf(first) === 'CloseBrace' || (second !== undefined && kindOf(second) === 'Colon');
  }

  // ---- Tokens ------------------------------------------------------------------------------------------------------------------

  /** Some of the tokens as a formula. Steps may be chained; a value is one expression. */
  private part(from: number, to: number, end: number, steps: boolean): ParseResult {
    const tokens = this.tokens.slice(from, to);
    const start = tokens[0]!.startOffset;
    const features = { ...this.features, EnableExpressionChaining: steps, TextFirst: false };
    const parsed = parsePart(this.text, { ...this.lexed, tokens }, { from: start, to: end }, features);
    this.diagnostics.push(...parsed.diagnostics);
    return parsed;
  }

  private is(kind: string): boolean {
    const token = this.tokens[this.next];
    return token !== undefined && kindOf(token) === kind;
  }

  private takes(kind: string): boolean {
    const found = this.is(kind);
    if (found) this.next++;
    return found;
  }

  private name(): NameToken | undefined {
    const token = this.tokens[this.next];
    if (token === undefined) return undefined;
    const quoted = kindOf(token) === 'QuotedName';
    if (!quoted && kindOf(token) !== 'Name') return undefined;
    this.next++;
    return { name: quoted ? token.image.slice(1, -1).replaceAll("''", "'") : token.image, quoted, ...spanOf(token) };
  }

  private get whole(): Span {
    return { from: this.tokens[0]!.startOffset, to: endOf(this.tokens.at(-1)!) };
  }

  private get atEnd(): Span {
    return { from: this.end, to: this.end };
  }

  private get here(): Span {
    const token = this.tokens[this.next];
    return token === undefined ? this.atEnd : spanOf(token);
  }

  private get found(): string {
    return this.tokens[this.next]?.image ?? 'the end';
  }

  private fail(span: Span, code: string, ...parameters: readonly string[]): undefined {
    this.diagnostics.push(diagnosticAt(span, code, ...parameters));
    return undefined;
  }
}
