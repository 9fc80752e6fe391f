import { EmbeddedActionsParser, type IToken, type IOrAlt, type TokenType } from 'chevrotain';

import type { Diagnostic, Span } from './diagnostic.ts';
import type { BinaryOperator, Expression, MemberNode, NameNode, NameToken, RecordNode, UnaryOperator } from './expression.ts';
import { canvas, type Features } from './features.ts';
import { tokenize, type Separators, type Tokens } from './lexer.ts';
import { message } from './messages.ts';
import { isDefinedName, reservedWords } from './names.ts';
import * as r from './token-roles.ts';
import * as t from './tokens.ts';

/*
 * The grammar. One rule for all infix operators, ordered afterwards by precedence: as fast as it gets with Chevrotain, and the depth of
 * the stack is that of the brackets alone. What a text lacks is a last alternative of its rule (a `missing` node and a diagnostic), and
 * what it has too much is passed over to the next separator or closer: so every text gives a whole tree, and recovery stays off.
 */

export interface ParseOptions {
  readonly features?: Features;
  /** How the text separates: invariant (`,` `;`) unless said otherwise. */
  readonly separators?: Separators;
}

export interface ParseResult {
  readonly text: string;
  readonly expression: Expression;
  readonly diagnostics: readonly Diagnostic[];
  readonly tokens: readonly IToken[];
  readonly comments: readonly IToken[];
}

/** Nesting that a formula may have, as in the reference: more is a diagnostic, since every level costs stack. */
export const MAX_NESTING = 50;

const end = (token: IToken): number => token.startOffset + token.image.length;
const spanOf = (token: IToken): Span => ({ from: token.startOffset, to: end(token) });

/*
 * What is made for speed: a bracket's content takes two rules, `expression` and `operand`. Alternatives close over nothing but the parser and
 * are made once; what they work on lies on `values`. Repetitions and options are recorded as such, for the analysis of the grammar, and at
 * run time decided by the roles of the next token's type, since asking Chevrotain takes several calls and a closure each.
 */
/** Stands for any expression while the grammar is recorded. */
const nothing: Expression = { kind: 'missing', from: 0, to: 0 };

type RecordField = RecordNode['fields'][number];

type Alternatives<Result = Expression> = IOrAlt<Result>[];

export class FormulaParser extends EmbeddedActionsParser {
  private diagnostics: Diagnostic[] = [];
  private text = '';
  /** Where the formula begins and ends in the text. */
  private part: Span = { from: 0, to: 0 };
  private features: Features = canvas;
  /** Parentheses that were reported to have no end. */
  private unclosed = 0;
  /** Operands of the expressions that are being read, innermost last. */
  private readonly values: Expression[] = [];
  /** Operators that wait for what is to the right of their right operand. */
  private readonly waiting: IToken[] = [];
  /** Where in `waiting` the operators of the innermost expression begin. */
  private base = 0;

  constructor() {
    super(t.tokenTypes, { maxLookahead: 1, recoveryEnabled: false, skipValidations: true, nodeLocationTracking: 'none' });
    this.performSelfAnalysis();
  }

  read(
    text: string,
    part: Span,
    tokens: IToken[],
    features: Features,
    template: boolean,
  ): { expression: Expression; diagnostics: Diagnostic[] } {
    this.text = text;
    this.part = part;
    this.features = features;
    this.diagnostics = [];
    this.unclosed = 0;
    this.values.length = 0;
    this.waiting.length = 0;
    this.base = 0;
    this.input = tokens;
    const expression = template ? this.template() : this.formula();
    return { expression, diagnostics: this.diagnostics };
  }

  // ---- What is wrong -------------------------------------------------------------------------------------------------------------

  private report(span: Span, code: string, ...parameters: string[]): void {
    if (this.RECORDING_PHASE) return;
    this.diagnostics.push({ from: span.from, to: span.to, severity: 'error', code, message: message(code, parameters) });
  }

  /** The reference reports what follows from a mistake as well; people need to see the cause alone. */
  private reportAlso(span: Span, code: string, ...parameters: string[]): void {
    if (this.RECORDING_PHASE) return;
    this.diagnostics.push({
      from: span.from,
      to: span.to,
      severity: 'error',
      code,
      message: message(code, parameters),
      secondary: true,
    });
  }

  /** The place where something was expected: the next token, or the end of the text. */
  private here(): Span {
    const next = this.LA(1);
    return Number.isNaN(next.startOffset) || next.image === '' ? { from: this.part.to, to: this.part.to } : spanOf(next);
  }

  /** Where a missing thing stands: right after the last token, so that a caret there is inside it. */
  private gap(): number {
    const last = this.LA(0) as IToken | undefined;
    return last === undefined || last.image === undefined || last.image === '' ? this.part.from : end(last);
  }

  private describe(token: IToken): string {
    return token.image === '' || Number.isNaN(token.startOffset) ? 'the end' : token.image;
  }

  private missing(): Expression {
    const here = this.here();
    const next = this.LA(1);
    // A token that can begin no operand is the mistake itself; at the end or before a closer, the operand is what is missing.
    const code = here.from === here.to || (r.rolesOf(next) & r.STOPS) !== 0 ? 'ErrOperandExpected' : 'ErrBadToken';
    this.report(here, code, this.describe(next));
    const at = this.RECORDING_PHASE ? 0 : this.gap();
    return { kind: 'missing', from: at, to: at };
  }

  /** A closing bracket, or a diagnostic that it is missing. */
  private close(type: TokenType, found: IToken | undefined, open: IToken): void {
    if (found !== undefined || this.RECORDING_PHASE) return;
    const here = this.here();
    const parts = [this.describe(this.LA(1)), closerText(type), open.image];
    // Of several brackets that have no end at one place, people see one.
    const said = this.diagnostics.some(({ code, from }) => code === 'ErrExpectedFound_Ex_Fnd' && from === here.from);
    if (said) this.reportAlso(here, 'ErrExpectedFound_Ex_Fnd', ...parts);
    else this.report(here, 'ErrExpectedFound_Ex_Fnd', ...parts);
  }

  // ---- Formula ---------------------------------------------------------------------------------------------------------------------

  private readonly formula = this.RULE('formula', (): Expression => {
    let expression = this.SUBRULE(this.chained);
    this.MANY({
      GATE: () => this.LA(1).image !== '',
      DEF: () => {
        this.SUBRULE(this.excess);
        this.OPTION(() => {
          this.CONSUME(t.Comma);
          const more = this.SUBRULE1(this.chained);
          expression = this.ACTION(() => this.join(expression, more));
        });
        this.OPTION1(() => {
          this.CONSUME1(t.Semicolon);
          const more = this.SUBRULE2(this.chained);
          expression = this.ACTION(() => this.join(expression, more));
        });
      },
    });
    return expression;
  });

  /** Keeps what stands after a mistake in the tree, so that names and colours there still work. */
  private join(first: Expression, second: Expression): Expression {
    if (second.kind === 'missing') return first;
    return { kind: 'chain', items: [first, second], separators: [], from: first.from, to: second.to };
  }

  private readonly template = this.RULE('template', (): Expression => {
    const parts: Expression[] = [];
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            const token = this.CONSUME(t.TemplateText);
            this.ACTION(() => parts.push({ kind: 'text', value: token.image.replace(/\$(\$+\{)/g, '$1'), ...spanOf(token) }));
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.TemplateIsland);
            parts.push(this.SUBRULE(this.island));
          },
        },
        { ALT: () => this.SUBRULE(this.excess) },
      ]);
    });
    return { kind: 'interpolation', parts, ...this.part };
  });

  /** What cannot stand here, up to the next separator or closer at this level: reported once and passed over. */
  private readonly excess = this.RULE('excess', (): void => {
    let depth = 0;
    let first = true;
    this.AT_LEAST_ONE({
      GATE: () => first || !this.next(depth > 0 ? r.AT_END : r.AT_END | r.STOPS),
      DEF: () => {
        const token = this.CONSUME(t.Any);
        this.ACTION(() => {
          if (first) this.reportExcess(token);
          first = false;
          const roles = r.rolesOf(token);
          if ((roles & r.OPENS) !== 0) depth++;
          else if ((roles & r.CLOSES) !== 0 && depth > 0) depth--;
        });
      },
    });
  });

  private reportExcess(token: IToken): void {
    if (this.diagnostics.some((known) => known.from === token.startOffset)) return;
    if (token.tokenType === t.CloseParen && this.unclosed > 0) {
      // The partner of a parenthesis that was said to have none.
      this.unclosed--;
      this.reportAlso(spanOf(token), 'ErrBadToken', token.image);
      return;
    }
    const starts = (r.rolesOf(token) & r.STARTS_VALUE) !== 0 && !(token.tokenType === t.Name && this.reserved(token.image));
    this.report(spanOf(token), starts ? 'ErrOperatorExpected' : 'ErrBadToken', token.image);
    if (!starts) return;
    // As the reference goes on: it takes the token for the operator, and looks for the operand after it.
    for (let i = 1, operand = true; i < 4; i++, operand = !operand) {
      const next = this.LA(i);
      if (next.image === '') {
        if (operand) this.reportAlso(this.here(), 'ErrOperandExpected', 'the end');
        return;
      }
      if ((r.rolesOf(next) & r.STOPS) !== 0) return;
      this.reportAlso(spanOf(next), operand ? 'ErrBadToken' : 'ErrOperatorExpected', next.image);
    }
  }

  /** `a` or `a; b; c`. */
  private readonly chained = this.RULE('chained', (): Expression => this.chainOf(this.SUBRULE(this.expression)));

  private chainOf(first: Expression): Expression {
    if (!this.RECORDING_PHASE) return this.next(r.CHAINS) ? this.SUBRULE(this.chain, { ARGS: [first] }) : first;
    this.OPTION1(() => this.SUBRULE(this.chain, { ARGS: [nothing] }));
    return nothing;
  }

  /** The rest of `a; b; c` after its first part; a trailing separator is allowed. */
  private readonly chain = this.RULE('chain', (first: Expression): Expression => {
    const items = [first];
    const separators: Span[] = [];
    this.AT_LEAST_ONE(() => {
      const separator = this.CONSUME(t.Semicolon);
      this.ACTION(() => {
        separators.push(spanOf(separator));
        if (!this.features.EnableExpressionChaining) this.report(spanOf(separator), 'ErrBadToken', separator.image);
      });
      this.OPTION({
        GATE: () => !this.next(r.AT_END | r.CLOSES),
        DEF: () => {
          const next = this.SUBRULE(this.expression);
          this.ACTION(() => items.push(next));
        },
      });
    });
    return this.ACTION(() => ({
      kind: 'chain',
      items,
      separators,
      from: first.from,
      to: Math.max(separators.at(-1)!.to, items.at(-1)!.to),
    }));
  });

  // ---- Operators -------------------------------------------------------------------------------------------------------------------

  /** Whether the next token's type has one of these roles. */
  private next(roles: number): boolean {
    return (r.rolesOf(this.LA(1)) & roles) !== 0;
  }

  private readonly expression: (index?: number) => Expression = this.RULE('expression', (): Expression => {
    const first = this.SUBRULE(this.operand);
    if (!this.RECORDING_PHASE && !this.next(r.CONTINUES_EXPRESSION)) return first;
    const { values, waiting, base } = this;
    values.push(first);
    this.base = waiting.length;
    this.repeat(r.CONTINUES_EXPRESSION, this.operation);
    while (waiting.length > this.base) this.reduce();
    this.base = base;
    return values.pop()!;
  });

  /** `MANY`, decided by the role that begins a repetition. */
  private repeat(role: number, step: () => void): void {
    if (this.RECORDING_PHASE) this.MANY(step);
    else while (this.next(role)) step();
  }

  /** An operator with its right operand, or `As` with a name, which binds tighter than they do. */
  private readonly operation = (): void =>
    this.OR(
      (this.operations ??= [
        {
          ALT: () => {
            const operator = this.CONSUME(t.InfixOperator);
            const operand = this.SUBRULE1(this.operand);
            if (!this.RECORDING_PHASE) this.shift(operator, operand);
          },
        },
        {
          ALT: () => {
            const keyword = this.CONSUME(t.As);
            const alias = this.SUBRULE(this.identifier);
            if (this.RECORDING_PHASE) return;
            const value = this.values.pop()!;
            this.values.push({ kind: 'as', value, keyword: spanOf(keyword), alias, from: value.from, to: alias.to });
          },
        },
      ]),
    );
  private operations: Alternatives<void> | undefined;

  /** Orders by precedence, left-associative (shunting-yard). */
  private shift(operator: IToken, operand: Expression): void {
    const { waiting } = this;
    const own = r.precedenceOf(operator);
    while (waiting.length > this.base && r.precedenceOf(waiting[waiting.length - 1]!) >= own) this.reduce();
    waiting.push(operator);
    this.values.push(operand);
  }

  private reduce(): void {
    const right = this.values.pop()!;
    this.values.push(binary(this.waiting.pop()!, this.values.pop()!, right));
  }

  /** One operand with what stands around it: signs, then `^`, so that `-2^2` is -4 and `2^-1` a half. */
  private readonly operand: (index?: number) => Expression = this.RULE('operand', (): Expression => {
    if (!this.RECORDING_PHASE && !this.startsOperand()) return this.missing();
    const value = this.OR((this.operands ??= this.operandAlternatives()));
    // What follows a signed operand was read with it.
    if (!this.RECORDING_PHASE && (!this.next(r.CONTINUES_OPERAND) || value.kind === 'unary')) return value;
    this.values.push(value);
    if (this.RECORDING_PHASE) this.MANY(this.postfix);
    else while (this.next(r.CONTINUES_OPERAND) && this.continues()) this.postfix();
    const base = this.values.pop()!;
    if (!this.RECORDING_PHASE && this.LA(1).tokenType !== t.Caret) return base;
    return this.power(base);
  });

  private power(base: Expression): Expression {
    let result = base;
    this.OPTION(() => {
      const operator = this.CONSUME(t.Caret);
      const exponent = this.SUBRULE(this.operand);
      result = this.ACTION(() => binary(operator, base, exponent));
    });
    return result;
  }

  private startsOperand(): boolean {
    if (this.next(r.STARTS_OPERAND)) return true;
    // `And(` and `Or(` are functions; as operators they begin nothing.
    const type = this.LA(1).tokenType;
    return (type === t.And || type === t.Or) && this.LA(2).tokenType === t.OpenParen;
  }

  /** `-a`, `!a`, `Not a`; `And(…)`, `Or(…)`, `Not(…)` are functions with the names of operators. */
  private readonly sign = this.RULE('sign', (): Expression =>
    this.OR([
      { ALT: () => this.prefix(this.CONSUME(t.Minus), this.SUBRULE(this.operand), '-') },
      { ALT: () => this.prefix(this.CONSUME(t.Bang), this.SUBRULE1(this.operand), '!') },
      {
        ALT: () => {
          const token = this.CONSUME(t.Not);
          if (this.LA(1).tokenType === t.OpenParen && !this.RECORDING_PHASE) return this.functionName(token);
          return this.prefix(token, this.SUBRULE2(this.operand), 'Not');
        },
      },
      { ALT: () => this.functionName(this.CONSUME(t.And)) },
      { ALT: () => this.functionName(this.CONSUME(t.Or)) },
    ]),
  );

  private prefix(token: IToken, operand: Expression, operator: UnaryOperator): Expression {
    if (this.RECORDING_PHASE) return operand;
    return { kind: 'unary', operator, operatorSpan: spanOf(token), operand, from: token.startOffset, to: operand.to };
  }

  /** What follows an operand and belongs to it: puts the two in the operand's place. */
  private readonly postfix = (): void => {
    const all = this.RECORDING_PHASE ? this.postfixAlternatives() : (this.postfixes ??= this.postfixAlternatives());
    const result = this.OR1(all);
    this.values[this.values.length - 1] = result;
  };
  private postfixes: Alternatives | undefined;

  private postfixAlternatives(): Alternatives {
    return [
      { ALT: () => this.member(this.CONSUME(t.Dot), this.SUBRULE(this.identifier)) },
      { ALT: () => this.member(this.CONSUME(t.Bang), this.SUBRULE1(this.identifier)) },
      { ALT: () => this.call() },
      { ALT: () => this.SUBRULE(this.scoped) },
      {
        ALT: () => {
          const token = this.CONSUME(t.Percent);
          const operand = this.target;
          return { kind: 'unary', operator: '%', operatorSpan: spanOf(token), operand, from: operand.from, to: end(token) };
        },
      },
    ];
  }

  /** The operand that is being continued. */
  private get target(): Expression {
    return this.RECORDING_PHASE ? nothing : this.values[this.values.length - 1]!;
  }

  /** Whether what follows belongs to this operand: a call only after a name, `[` only as `[@`. */
  private continues(): boolean {
    const next = this.LA(1).tokenType;
    if (next === t.OpenParen) return callable(this.target);
    if (next === t.OpenBracket) return this.LA(2).tokenType === t.At;
    return next !== t.Caret;
  }

  private member(separator: IToken, name: NameToken): Expression {
    const { target } = this;
    const mixed = target.kind === 'member' && this.text[target.separator.from] !== separator.image;
    if (mixed) this.report(spanOf(separator), 'ErrOperatorExpected', separator.image);
    return {
      kind: 'member',
      target,
      separator: spanOf(separator),
      name,
      from: target.from,
      to: Math.max(name.to, end(separator)),
    };
  }

  /** `Table[@Field]`. */
  private readonly scoped = this.RULE('scoped', (): Expression => {
    const { target } = this;
    const open = this.CONSUME(t.OpenBracket);
    this.ACTION(() => {
      if (target.kind !== 'name') this.report(spanOf(open), 'ErrOperatorExpected', '[@');
    });
    this.CONSUME(t.At);
    const name = this.SUBRULE(this.identifier);
    const close = this.OPTION(() => this.CONSUME(t.CloseBracket));
    return this.ACTION((): Expression => {
      if (close === undefined) this.report(this.here(), 'ErrExpectedFound_Ex_Fnd', this.describe(this.LA(1)), ']', '[');
      return { kind: 'scoped', target, name, from: target.from, to: close === undefined ? name.to : end(close) };
    });
  });

  private call(): Expression {
    const callee = this.target as NameNode | MemberNode;
    const open = this.CONSUME(t.OpenParen);
    const args: Expression[] = [];
    const separators: Span[] = [];
    if (this.RECORDING_PHASE) this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: () => this.SUBRULE(this.argument) });
    else if (this.filled(t.CloseParen)) {
      for (;;) {
        args.push(this.SUBRULE(this.argument));
        if (!this.next(r.SEPARATES)) break;
        separators.push(spanOf(this.CONSUME(t.Comma)));
      }
    }
    const close = this.closer(1, t.CloseParen);
    if (this.RECORDING_PHASE) return nothing;
    if (close === undefined && args.length === 0) this.report(this.here(), 'ErrOperandExpected', 'the end');
    this.close(t.CloseParen, close, open);
    return {
      kind: 'call',
      callee,
      args,
      open: spanOf(open),
      close: close && spanOf(close),
      separators,
      from: callee.from,
      to: close === undefined ? Math.max(this.gap(), end(open)) : end(close),
    };
  }

  /** Whether anything stands before the closer. */
  private filled(closer: TokenType): boolean {
    const next = this.LA(1).tokenType;
    return next !== closer && next !== t.End;
  }

  /** A closing bracket where there is one. `index` tells the places of a rule apart. */
  private closer(index: number, type: TokenType): IToken | undefined {
    if (this.RECORDING_PHASE) return this.option(index, () => this.consume(index, type));
    return this.LA(1).tokenType === type ? this.consume(index, type) : undefined;
  }

  /** An argument, with whatever wrongly follows it before the next separator passed over. */
  private readonly argument = this.RULE('argument', (): Expression => {
    const value = this.chainOf(this.SUBRULE(this.expression));
    this.passStrays();
    return value;
  });

  private readonly item = this.RULE('item', (): Expression => {
    const value = this.SUBRULE(this.expression);
    this.passStrays();
    return value;
  });

  /** What wrongly stands here before the next separator or closer. */
  private passStrays(): void {
    if (this.RECORDING_PHASE) this.OPTION(() => this.SUBRULE(this.excess));
    else if (!this.next(r.AT_END | r.STOPS)) this.SUBRULE(this.excess);
  }

  // ---- Operands --------------------------------------------------------------------------------------------------------------------

  private operands: Alternatives | undefined;

  private operandAlternatives(): Alternatives {
    return [
      { ALT: () => this.nameNode(this.CONSUME(t.Name)) },
      { ALT: () => this.nameNode(this.CONSUME(t.QuotedName)) },
      { ALT: () => this.number(this.CONSUME(t.NumberLiteral)) },
      { ALT: () => this.textLiteral(this.CONSUME(t.Text), true) },
      { ALT: () => this.booleanLiteral(this.CONSUME(t.True), true) },
      { ALT: () => this.booleanLiteral(this.CONSUME(t.False), false) },
      { ALT: () => this.SUBRULE(this.parentheses) },
      { ALT: () => this.SUBRULE(this.record) },
      { ALT: () => this.SUBRULE(this.bracket) },
      { ALT: () => this.SUBRULE(this.interpolation) },
      { ALT: () => this.textLiteral(this.CONSUME(t.OpenText), false) },
      { ALT: () => this.SUBRULE(this.sign) },
    ];
  }

  private nameNode(token: IToken): Expression {
    if (this.RECORDING_PHASE) return nothing;
    const name = this.plainToken(token);
    if (!name.quoted && this.reserved(name.name)) this.report(name, 'ErrBadToken', name.name);
    return { kind: 'name', name, from: name.from, to: name.to };
  }

  private reserved(word: string): boolean {
    return !this.features.DisableReservedKeywords && reservedWords.has(word);
  }

  private functionName(token: IToken): Expression {
    if (this.RECORDING_PHASE) return nothing;
    const name = { name: token.image, quoted: false, ...spanOf(token) };
    return { kind: 'name', name, from: name.from, to: name.to };
  }

  private number(token: IToken): Expression {
    if (this.RECORDING_PHASE) return nothing;
    return { kind: 'number', text: token.image.replace(',', '.'), ...spanOf(token) };
  }

  private textLiteral(token: IToken, closed: boolean): Expression {
    if (this.RECORDING_PHASE) return nothing;
    if (!closed) this.report(spanOf(token), 'ErrBadToken', token.image.slice(0, 20));
    return { kind: 'text', value: token.image.slice(1, closed ? -1 : undefined).replaceAll('""', '"'), ...spanOf(token) };
  }

  private booleanLiteral(token: IToken, value: boolean): Expression {
    if (this.RECORDING_PHASE) return nothing;
    return { kind: 'boolean', value, ...spanOf(token) };
  }

  /** A name after a dot, `As` or `[@`, or a missing one. Keywords are not names without quotes. */
  private readonly identifier = this.RULE('identifier', (): NameToken => {
    if (!this.RECORDING_PHASE && !this.next(r.STARTS_NAME)) return this.missingName();
    return this.OR(
      (this.names ??= [
        { ALT: () => this.plainToken(this.CONSUME(t.Name)) },
        { ALT: () => this.plainToken(this.CONSUME(t.QuotedName)) },
      ]),
    );
  });
  private names: Alternatives<NameToken> | undefined;

  private plainToken(token: IToken): NameToken {
    if (this.RECORDING_PHASE) return { name: '', quoted: false, from: 0, to: 0 };
    const name = nameToken(token);
    if (name.quoted && !isDefinedName(name.name)) this.report(name, 'ErrEmptyInvalidIdentifier');
    return name;
  }

  private missingName(): NameToken {
    this.report(this.here(), 'ErrExpectedFound_Ex_Fnd', this.RECORDING_PHASE ? '' : this.describe(this.LA(1)), 'a name', '');
    const at = this.RECORDING_PHASE ? 0 : this.gap();
    return { name: '', quoted: false, from: at, to: at };
  }

  private readonly parentheses = this.RULE('parentheses', (): Expression => {
    const open = this.CONSUME(t.OpenParen);
    const inner = this.SUBRULE(this.item);
    // Chains stand in formulas and arguments, not in parentheses: at a semicolon these end, and what is around them goes on.
    const close = this.closer(0, t.CloseParen);
    if (this.RECORDING_PHASE) return nothing;
    if (close === undefined) this.unclosed++;
    this.close(t.CloseParen, close, open);
    return {
      kind: 'paren',
      inner,
      from: open.startOffset,
      to: close === undefined ? Math.max(inner.to, end(open)) : end(close),
    };
  });

  private readonly record = this.RULE('record', (): Expression => {
    const open = this.CONSUME(t.OpenBrace);
    const fields: RecordField[] = [];
    const field = (): number => fields.push(this.SUBRULE(this.recordField));
    if (this.RECORDING_PHASE) this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: field });
    else if (this.filled(t.CloseBrace)) for (field(); this.next(r.SEPARATES); field()) this.CONSUME(t.Comma);
    const close = this.closer(0, t.CloseBrace);
    if (this.RECORDING_PHASE) return nothing;
    this.close(t.CloseBrace, close, open);
    return {
      kind: 'record',
      fields,
      from: open.startOffset,
      to: close === undefined ? Math.max(this.gap(), end(open)) : end(close),
    };
  });

  private readonly recordField = this.RULE('recordField', (): RecordField => {
    const name = this.fieldName();
    let value: Expression | undefined;
    if (this.RECORDING_PHASE || this.LA(1).tokenType === t.Colon) {
      this.OPTION1(() => {
        this.CONSUME(t.Colon);
        value = this.SUBRULE(this.item);
      });
    } else if (name.name !== '') this.report(this.here(), 'ErrColonExpected', name.name);
    const at = value === undefined && !this.RECORDING_PHASE ? this.gap() : 0;
    this.passStrays();
    return { name, value: value ?? { kind: 'missing', from: at, to: at } };
  });

  private fieldName(): NameToken {
    if (!this.RECORDING_PHASE && !this.next(r.IS_WORD | r.STARTS_NAME)) return this.missingFieldName();
    return this.OR(
      (this.fieldNames ??= [
        { ALT: () => this.unreserved(this.CONSUME(t.Name)) },
        { ALT: () => this.plainToken(this.CONSUME(t.QuotedName)) },
        { ALT: () => this.badFieldName(this.CONSUME(t.Word)) },
      ]),
    );
  }
  private fieldNames: Alternatives<NameToken> | undefined;

  private unreserved(token: IToken): NameToken {
    return !this.RECORDING_PHASE && this.reserved(token.image) ? this.badFieldName(token) : this.plainToken(token);
  }

  /** A word of the language where a field name should be: read as the name that was meant, and refused. */
  private badFieldName(token: IToken): NameToken {
    if (this.RECORDING_PHASE) return { name: '', quoted: false, from: 0, to: 0 };
    const span = spanOf(token);
    this.report(span, 'ErrExpectedFound_Ex_Fnd', token.image, `a field name, or '${token.image}' in single quotes,`);
    this.reportAlso(span, 'ErrColonExpected');
    this.reportAlso(this.here(), 'ErrExpectedFound_Ex_Fnd', ':', '}');
    this.reportAlso(this.here(), 'ErrBadToken', ':');
    return nameToken(token);
  }

  private missingFieldName(): NameToken {
    const here = this.here();
    const found = this.RECORDING_PHASE ? '' : this.describe(this.LA(1));
    this.report(here, 'ErrExpectedFound_Ex_Fnd', found, 'a field name', '');
    this.report(here, 'ErrColonExpected', found);
    const at = this.RECORDING_PHASE ? 0 : this.gap();
    return { name: '', quoted: false, from: at, to: at };
  }

  /** `[1, 2]`, a table, or `[@Name]`, a global name. */
  private readonly bracket = this.RULE('bracket', (): Expression => {
    const open = this.CONSUME(t.OpenBracket);
    let global: NameToken | undefined;
    const items: Expression[] = [];
    const item = (): number => items.push(this.SUBRULE(this.item));
    if (this.RECORDING_PHASE || this.LA(1).tokenType === t.At) {
      this.OPTION1(() => {
        this.CONSUME(t.At);
        global = this.SUBRULE(this.identifier);
      });
    }
    if (this.RECORDING_PHASE) this.AT_LEAST_ONE_SEP({ SEP: t.Comma, DEF: item });
    else if (global === undefined && this.filled(t.CloseBracket)) {
      for (item(); this.next(r.SEPARATES) && this.LA(2).tokenType !== t.CloseBracket; item()) this.CONSUME(t.Comma);
    }
    // A last comma without an item is let pass.
    this.OPTION2(() => this.CONSUME1(t.Comma));
    const close = this.closer(0, t.CloseBracket);
    if (this.RECORDING_PHASE) return nothing;
    this.close(t.CloseBracket, close, open);
    const to = close === undefined ? Math.max(this.gap(), end(open)) : end(close);
    return global === undefined
      ? { kind: 'table', items, from: open.startOffset, to }
      : { kind: 'global', name: global, from: open.startOffset, to };
  });

  private readonly interpolation = this.RULE('interpolation', (): Expression => {
    const open = this.CONSUME(t.InterpolationStart);
    const parts: Expression[] = [];
    this.MANY(() => {
      this.OR([
        {
          ALT: () => {
            const token = this.CONSUME(t.InterpolationText);
            this.ACTION(() => parts.push({ kind: 'text', value: unescapeInterpolation(token.image), ...spanOf(token) }));
          },
        },
        {
          ALT: () => {
            this.CONSUME(t.IslandStart);
            const island = this.SUBRULE(this.island);
            this.ACTION(() => parts.push(island));
          },
        },
        {
          ALT: () => {
            const brace = this.CONSUME(t.StrayBrace);
            this.ACTION(() => this.report(spanOf(brace), 'ErrBadToken', '}'));
          },
        },
      ]);
    });
    const close = this.OPTION(() => this.CONSUME(t.InterpolationEnd));
    return this.ACTION((): Expression => {
      if (close === undefined) this.report(this.here(), 'ErrExpectedFound_Ex_Fnd', this.describe(this.LA(1)), '"', '$"');
      return {
        kind: 'interpolation',
        parts,
        from: open.startOffset,
        to: close === undefined ? Math.max(this.here().from, end(open)) : end(close),
      };
    });
  });

  private readonly island = this.RULE('island', (): Expression => {
    const empty = !this.RECORDING_PHASE && this.LA(1).tokenType === t.CloseBrace;
    const unfinished = !this.RECORDING_PHASE && this.LA(1).image === '';
    let value: Expression | undefined;
    if (unfinished) {
      const { from } = this.here();
      this.report(this.here(), 'ErrBadToken', 'the end');
      value = { kind: 'missing', from, to: from };
    } else if (!empty) value = this.SUBRULE(this.argument);
    const close = this.OPTION1(() => this.CONSUME(t.CloseBrace));
    return this.ACTION((): Expression => {
      if (empty) this.report(spanOf(close!), 'ErrEmptyIsland');
      if (close === undefined) this.report(this.here(), 'ErrExpectedFound_Ex_Fnd', this.describe(this.LA(1)), '}', '{');
      const at = this.gap();
      return value ?? { kind: 'missing', from: at, to: at };
    });
  });
}

// ---- Parts that need no parser ------------------------------------------------------------------------------------------------------

const closerText = (type: TokenType): string => (type === t.CloseParen ? ')' : type === t.CloseBracket ? ']' : '}');

function nameToken(token: IToken): NameToken {
  const quoted = token.image.startsWith("'");
  const name = quoted ? token.image.slice(1, -1).replaceAll("''", "'") : token.image;
  return { name, quoted, from: token.startOffset, to: end(token) };
}

const unescapeInterpolation = (text: string): string => text.replaceAll('""', '"').replaceAll('{{', '{').replaceAll('}}', '}');

const callable = (target: Expression): boolean =>
  target.kind === 'name' || (target.kind === 'member' && (target.target.kind === 'name' || callable(target.target)));

const operatorText: { readonly [image: string]: BinaryOperator } = {
  '||': '||', '&&': '&&', Or: 'Or', And: 'And', in: 'in', exactin: 'exactin',
  '=': '=', '<>': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=',
  '&': '&', '+': '+', '-': '-', '*': '*', '/': '/', '^': '^',
}; // prettier-ignore

function binary(operator: IToken, left: Expression, right: Expression): Expression {
  return {
    kind: 'binary',
    operator: operatorText[operator.image]!,
    operatorSpan: spanOf(operator),
    left,
    right,
    from: left.from,
    to: right.to,
  };
}

/** The token at which brackets, signs and powers nest too deeply, if any. Counted before parsing: each level costs stack. */
function tooDeep(tokens: readonly IToken[]): IToken | undefined {
  let depth = 0;
  let run = 0;
  for (const token of tokens) {
    const roles = r.rolesOf(token);
    if ((roles & r.OPENS) !== 0) depth++;
    else if ((roles & r.CLOSES) !== 0) depth--;
    if ((roles & r.SIGNS) !== 0 || token.tokenType === t.Caret) run++;
    else if ((roles & r.STARTS_VALUE) === 0 || token.tokenType === t.OpenParen) run = 0;
    if (depth + run > MAX_NESTING) return token;
  }
  return undefined;
}

let parser: FormulaParser | undefined;

/** A formula as a syntax tree, whole for any text, with what is wrong with it. Never throws. */
export function parse(text: string, options: ParseOptions = {}): ParseResult {
  const features = options.features ?? canvas;
  const template = features.TextFirst && !text.startsWith('=');
  const body = features.TextFirst && !template ? ` ${text.slice(1)}` : text;
  return read(text, tokenize(body, options.separators, template), { from: 0, to: text.length }, features, template);
}

/** A part of a text as a formula of its own. Places are those of the whole text; `tokens` are those of the part. */
export function parsePart(text: string, { tokens, comments, bad }: Tokens, part: Span, features: Features): ParseResult {
  const inside = ({ from, to }: Span): boolean => from >= part.from && to <= part.to;
  const own = { tokens, comments: comments.filter((comment) => inside(spanOf(comment))), bad: bad.filter(inside) };
  return read(text, own, part, features, false);
}

function read(text: string, { tokens, comments, bad }: Tokens, part: Span, features: Features, template: boolean): ParseResult {
  const diagnostics: Diagnostic[] = [];
  const report = (span: Span, code: string, ...parameters: string[]): void => {
    diagnostics.push({ ...span, severity: 'error', code, message: message(code, parameters) });
  };
  for (const span of bad) report(span, 'ErrBadToken', text.slice(span.from, span.to));
  for (const comment of comments) if (comment.tokenType === t.OpenComment) report(spanOf(comment), 'ErrUnclosedComment');
  const deep = tooDeep(tokens);
  if (deep !== undefined) report(spanOf(deep), 'ErrRuleNestedTooDeeply', String(MAX_NESTING));
  if (deep !== undefined || (tokens.length === 0 && !template)) {
    return { text, expression: { kind: 'missing', ...part }, diagnostics, tokens, comments };
  }
  parser ??= new FormulaParser();
  const result = parser.read(text, part, tokens, features, template);
  return { text, expression: result.expression, diagnostics: [...diagnostics, ...result.diagnostics], tokens, comments };
}
