import { EmbeddedActionsParser, type IToken, type IOrAlt, type TokenType } from 'chevrotain';

import type { Diagnostic, Span } from './diagnostic.ts';
import type { BinaryOperator, CallNode, Expression, MemberNode, NameNode, NameToken, UnaryOperator } from './expression.ts';
import { canvas, type Features } from './features.ts';
import { message } from './messages.ts';
import { isDefinedName } from './names.ts';
import * as t from './tokens.ts';

/*
 * The grammar. One rule for all infix operators, ordered afterwards by precedence: as fast as it gets with Chevrotain, and the depth of
 * the stack is that of the brackets alone. What a text lacks is a last alternative of its rule (a `missing` node and a diagnostic), and
 * what it has too much is passed over to the next separator or closer: so every text gives a whole tree, and recovery stays off.
 */

export interface ParseOptions {
  readonly features?: Features;
  /** How the text separates: invariant (`,` `;`) unless said otherwise. */
  readonly separators?: t.Separators;
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

// Higher binds tighter. `As` binds tighter than `*`, looser than a sign (SEMANTICS 5.1).
const precedence: ReadonlyMap<string, number> = new Map([
  ['||', 1], ['Or', 1],
  ['&&', 2], ['And', 2],
  ['in', 3], ['exactin', 3],
  ['=', 4], ['<>', 4], ['<', 4], ['<=', 4], ['>', 4], ['>=', 4],
  ['&', 5],
  ['+', 6], ['-', 6],
  ['*', 7], ['/', 7],
]); // prettier-ignore

const end = (token: IToken): number => token.startOffset + token.image.length;
const spanOf = (token: IToken): Span => ({ from: token.startOffset, to: end(token) });

/** Arrays of alternatives that close over nothing but the parser are made once (1.35 times faster). */
type Alternatives = IOrAlt<Expression>[];

class FormulaParser extends EmbeddedActionsParser {
  private diagnostics: Diagnostic[] = [];
  private text = '';
  /** Where the formula begins and ends in the text. */
  private part: Span = { from: 0, to: 0 };
  private features: Features = canvas;
  /** Parentheses that were reported to have no end. */
  private unclosed = 0;

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
    const code =
      here.from === here.to || closers.has(next.tokenType) || next.tokenType === t.Comma || next.tokenType === t.Semicolon
        ? 'ErrOperandExpected'
        : 'ErrBadToken';
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
    let expression = this.SUBRULE(this.chain);
    this.MANY({
      GATE: () => this.LA(1).image !== '',
      DEF: () => {
        this.SUBRULE(this.excess);
        this.OPTION(() => {
          this.CONSUME(t.Comma);
          const more = this.SUBRULE1(this.chain);
          expression = this.ACTION(() => this.join(expression, more));
        });
        this.OPTION1(() => {
          this.CONSUME1(t.Semicolon);
          const more = this.SUBRULE2(this.chain);
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
      GATE: () => first || (this.LA(1).image !== '' && (depth > 0 || !stops.has(this.LA(1).tokenType))),
      DEF: () => {
        const token = this.CONSUME(t.Any);
        this.ACTION(() => {
          if (first) this.reportExcess(token);
          first = false;
          if (openers.has(token.tokenType)) depth++;
          else if (closers.has(token.tokenType) && depth > 0) depth--;
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
    const starts = valueStarts.has(token.tokenType) && !(token.tokenType === t.Name && this.reserved(token.image));
    this.report(spanOf(token), starts ? 'ErrOperatorExpected' : 'ErrBadToken', token.image);
    if (!starts) return;
    // As the reference goes on: it takes the token for the operator, and looks for the operand after it.
    for (let i = 1, operand = true; i < 4; i++, operand = !operand) {
      const next = this.LA(i);
      if (next.image === '') {
        if (operand) this.reportAlso(this.here(), 'ErrOperandExpected', 'the end');
        return;
      }
      if (stops.has(next.tokenType)) return;
      this.reportAlso(spanOf(next), operand ? 'ErrBadToken' : 'ErrOperatorExpected', next.image);
    }
  }

  /** `a; b; c`; a trailing separator is allowed. */
  private readonly chain = this.RULE('chain', (): Expression => {
    const first = this.SUBRULE(this.expression);
    let items: Expression[] | undefined;
    let separators: Span[] | undefined;
    this.MANY(() => {
      const separator = this.CONSUME(t.Semicolon);
      this.ACTION(() => {
        items ??= [first];
        separators ??= [];
        separators.push(spanOf(separator));
        if (!this.features.EnableExpressionChaining) this.report(spanOf(separator), 'ErrBadToken', separator.image);
      });
      this.OPTION({
        GATE: () => this.LA(1).image !== '' && !closers.has(this.LA(1).tokenType),
        DEF: () => {
          const next = this.SUBRULE1(this.expression);
          this.ACTION(() => items!.push(next));
        },
      });
    });
    return this.ACTION(() =>
      items === undefined
        ? first
        : {
            kind: 'chain',
            items,
            separators: separators!,
            from: first.from,
            to: Math.max(separators!.at(-1)!.to, items.at(-1)!.to),
          },
    );
  });

  // ---- Operators -------------------------------------------------------------------------------------------------------------------

  private readonly expression: (index?: number) => Expression = this.RULE('expression', (): Expression => {
    const first = this.SUBRULE(this.unary);
    let operands: Expression[] | undefined;
    let operators: IToken[] | undefined;
    this.MANY(() => {
      const operator = this.CONSUME(t.InfixOperator);
      const operand = this.SUBRULE1(this.unary);
      this.ACTION(() => {
        (operands ??= [first]).push(operand);
        (operators ??= []).push(operator);
      });
    });
    return operators === undefined ? first : this.ACTION(() => climb(operands!, operators!));
  });

  /** Signs, then `^`, then `As`: `-2^2` is -4, `2^-1` is a half, `a As b` binds before any infix operator. */
  private readonly unary = this.RULE('unary', (): Expression => {
    const value = this.SUBRULE(this.signed);
    let result = value;
    this.MANY(() => {
      const keyword = this.CONSUME(t.As);
      const alias = this.SUBRULE(this.identifier);
      result = this.ACTION((): Expression => ({
        kind: 'as',
        value: result,
        keyword: spanOf(keyword),
        alias,
        from: result.from,
        to: alias.to,
      }));
    });
    return result;
  });

  private signs: Alternatives | undefined;
  private readonly signed = this.RULE('signed', (): Expression => {
    if (!this.RECORDING_PHASE && !this.startsOperand()) return this.missing();
    return this.OR(
      (this.signs ??= [
        { ALT: () => this.prefix(this.CONSUME(t.Minus), this.SUBRULE(this.signed), '-') },
        { ALT: () => this.prefix(this.CONSUME(t.Bang), this.SUBRULE1(this.signed), '!') },
        {
          GATE: () => this.LA(2).tokenType !== t.OpenParen,
          ALT: () => this.prefix(this.CONSUME(t.Not), this.SUBRULE2(this.signed), 'Not'),
        },
        { ALT: () => this.SUBRULE(this.power) },
      ]),
    );
  });

  private startsOperand(): boolean {
    const type = this.LA(1).tokenType;
    if (operandStarts.has(type)) return true;
    // `And(` and `Or(` are functions; as operators they begin nothing.
    return (type === t.And || type === t.Or) && this.LA(2).tokenType === t.OpenParen;
  }

  private prefix(token: IToken, operand: Expression, operator: UnaryOperator): Expression {
    if (this.RECORDING_PHASE) return operand;
    return { kind: 'unary', operator, operatorSpan: spanOf(token), operand, from: token.startOffset, to: operand.to };
  }

  private readonly power = this.RULE('power', (): Expression => {
    const left = this.SUBRULE(this.postfix);
    let result = left;
    this.OPTION(() => {
      const operator = this.CONSUME(t.Caret);
      const right = this.SUBRULE(this.signed);
      result = this.ACTION(() => binary(operator, left, right));
    });
    return result;
  });

  private readonly postfix = this.RULE('postfix', (): Expression => {
    let target = this.SUBRULE(this.primary);
    this.MANY({
      GATE: () => this.continues(target),
      DEF: () => {
        target = this.OR([
          { ALT: () => this.member(target, this.CONSUME(t.Dot), this.SUBRULE(this.identifier)) },
          { ALT: () => this.member(target, this.CONSUME(t.Bang), this.SUBRULE1(this.identifier)) },
          {
            ALT: () => {
              const open = this.CONSUME(t.OpenParen);
              return this.SUBRULE(this.call, { ARGS: [target, open] });
            },
          },
          {
            ALT: () => {
              const open = this.CONSUME(t.OpenBracket);
              this.ACTION(() => {
                if (target.kind !== 'name') this.report(spanOf(open), 'ErrOperatorExpected', '[@');
              });
              this.CONSUME(t.At);
              const name = this.SUBRULE2(this.identifier);
              const close = this.OPTION(() => this.CONSUME(t.CloseBracket));
              return this.ACTION((): Expression => {
                if (close === undefined) this.report(this.here(), 'ErrExpectedFound_Ex_Fnd', this.describe(this.LA(1)), ']', '[');
                return { kind: 'scoped', target, name, from: target.from, to: close === undefined ? name.to : end(close) };
              });
            },
          },
          {
            ALT: () => {
              const token = this.CONSUME(t.Percent);
              return this.ACTION((): Expression => ({
                kind: 'unary',
                operator: '%',
                operatorSpan: spanOf(token),
                operand: target,
                from: target.from,
                to: end(token),
              }));
            },
          },
        ]);
      },
    });
    return target;
  });

  /** Whether what follows belongs to this operand: a call only after a name, `[` only as `[@`. */
  private continues(target: Expression): boolean {
    if (this.RECORDING_PHASE) return true;
    const next = this.LA(1).tokenType;
    if (next === t.OpenParen) return callable(target);
    if (next === t.OpenBracket) return this.LA(2).tokenType === t.At;
    return true;
  }

  private member(target: Expression, separator: IToken, name: NameToken): Expression {
    if (this.RECORDING_PHASE) return target;
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

  private readonly call = this.RULE('call', (callee: Expression, open: IToken): Expression => {
    const args: Expression[] = [];
    const separators: Span[] = [];
    if (this.filled(t.CloseParen)) {
      const first = this.SUBRULE(this.argument);
      this.ACTION(() => args.push(first));
      this.MANY(() => {
        const comma = this.CONSUME(t.Comma);
        const next = this.SUBRULE1(this.argument);
        this.ACTION(() => {
          separators.push(spanOf(comma));
          args.push(next);
        });
      });
    }
    const close = this.OPTION1(() => this.CONSUME(t.CloseParen));
    return this.ACTION((): Expression => {
      if (close === undefined && args.length === 0) this.report(this.here(), 'ErrOperandExpected', 'the end');
      this.close(t.CloseParen, close, open);
      const to = close === undefined ? Math.max(this.gap(), end(open)) : end(close);
      const node: CallNode = {
        kind: 'call',
        callee: callee as NameNode | MemberNode,
        args,
        open: spanOf(open),
        close: close && spanOf(close),
        separators,
        from: callee.from,
        to,
      };
      return node;
    });
  });

  /** Whether anything stands before the closer. */
  private filled(closer: TokenType): boolean {
    return this.RECORDING_PHASE || (this.LA(1).tokenType !== closer && this.LA(1).image !== '');
  }

  /** An argument, with whatever wrongly follows it before the next separator passed over. */
  private readonly argument = this.RULE('argument', (): Expression => {
    const value = this.SUBRULE(this.chain);
    this.OPTION({ GATE: () => this.strays(), DEF: () => this.SUBRULE(this.excess) });
    return value;
  });

  private readonly item = this.RULE('item', (): Expression => {
    const value = this.SUBRULE(this.expression);
    this.OPTION({ GATE: () => this.strays(), DEF: () => this.SUBRULE(this.excess) });
    return value;
  });

  private strays(): boolean {
    const next = this.LA(1);
    return this.RECORDING_PHASE || (next.image !== '' && !stops.has(next.tokenType));
  }

  // ---- Operands --------------------------------------------------------------------------------------------------------------------

  private primaries: Alternatives | undefined;
  private readonly primary = this.RULE('primary', (): Expression =>
    this.OR(
      (this.primaries ??= [
        { ALT: () => this.SUBRULE(this.name) },
        { ALT: () => this.number(this.CONSUME(t.NumberLiteral)) },
        { ALT: () => this.textLiteral(this.CONSUME(t.Text), true) },
        { ALT: () => this.booleanLiteral(this.CONSUME(t.True), true) },
        { ALT: () => this.booleanLiteral(this.CONSUME(t.False), false) },
        { ALT: () => this.SUBRULE(this.parentheses) },
        { ALT: () => this.SUBRULE(this.record) },
        { ALT: () => this.SUBRULE(this.bracket) },
        { ALT: () => this.SUBRULE(this.interpolation) },
        { ALT: () => this.textLiteral(this.CONSUME(t.OpenText), false) },
        // `And(…)`, `Or(…)`, `Not(…)`: functions with the names of operators.
        { GATE: () => this.LA(2).tokenType === t.OpenParen, ALT: () => this.functionName(this.CONSUME(t.And)) },
        { GATE: () => this.LA(2).tokenType === t.OpenParen, ALT: () => this.functionName(this.CONSUME(t.Or)) },
        { GATE: () => this.LA(2).tokenType === t.OpenParen, ALT: () => this.functionName(this.CONSUME(t.Not)) },
      ]),
    ),
  );

  private readonly name = this.RULE('name', (): Expression =>
    this.OR([{ ALT: () => this.nameNode(this.CONSUME(t.Name)) }, { ALT: () => this.nameNode(this.CONSUME(t.QuotedName)) }]),
  );

  private nameNode(token: IToken): Expression {
    if (this.RECORDING_PHASE) return { kind: 'missing', from: 0, to: 0 };
    const name = this.plainToken(token);
    if (!name.quoted && this.reserved(name.name)) this.report(name, 'ErrBadToken', name.name);
    return { kind: 'name', name, from: name.from, to: name.to };
  }

  private reserved(word: string): boolean {
    return !this.features.DisableReservedKeywords && t.reservedWords.has(word);
  }

  private functionName(token: IToken): Expression {
    if (this.RECORDING_PHASE) return { kind: 'missing', from: 0, to: 0 };
    const name = { name: token.image, quoted: false, ...spanOf(token) };
    return { kind: 'name', name, from: name.from, to: name.to };
  }

  private number(token: IToken): Expression {
    if (this.RECORDING_PHASE) return { kind: 'missing', from: 0, to: 0 };
    return { kind: 'number', text: token.image.replace(',', '.'), ...spanOf(token) };
  }

  private textLiteral(token: IToken, closed: boolean): Expression {
    if (this.RECORDING_PHASE) return { kind: 'missing', from: 0, to: 0 };
    if (!closed) this.report(spanOf(token), 'ErrBadToken', token.image.slice(0, 20));
    return { kind: 'text', value: token.image.slice(1, closed ? -1 : undefined).replaceAll('""', '"'), ...spanOf(token) };
  }

  private booleanLiteral(token: IToken, value: boolean): Expression {
    if (this.RECORDING_PHASE) return { kind: 'missing', from: 0, to: 0 };
    return { kind: 'boolean', value, ...spanOf(token) };
  }

  /** A name after a dot, `As` or `[@`, or a missing one. Keywords are not names without quotes. */
  private readonly identifier = this.RULE('identifier', (): NameToken =>
    this.OR([
      { ALT: () => this.plainToken(this.CONSUME(t.Name)) },
      { ALT: () => this.plainToken(this.CONSUME(t.QuotedName)) },
      { ALT: () => this.missingName() },
    ]),
  );

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
    const close = this.OPTION1(() => this.CONSUME(t.CloseParen));
    return this.ACTION((): Expression => {
      if (close === undefined) this.unclosed++;
      this.close(t.CloseParen, close, open);
      return {
        kind: 'paren',
        inner,
        from: open.startOffset,
        to: close === undefined ? Math.max(inner.to, end(open)) : end(close),
      };
    });
  });

  private readonly record = this.RULE('record', (): Expression => {
    const open = this.CONSUME(t.OpenBrace);
    const fields: { name: NameToken; value: Expression }[] = [];
    if (this.filled(t.CloseBrace)) {
      this.SUBRULE(this.recordField, { ARGS: [fields] });
      this.MANY(() => {
        this.CONSUME(t.Comma);
        this.SUBRULE1(this.recordField, { ARGS: [fields] });
      });
    }
    const close = this.OPTION1(() => this.CONSUME(t.CloseBrace));
    return this.ACTION((): Expression => {
      this.close(t.CloseBrace, close, open);
      return {
        kind: 'record',
        fields,
        from: open.startOffset,
        to: close === undefined ? Math.max(this.gap(), end(open)) : end(close),
      };
    });
  });

  private readonly recordField = this.RULE('recordField', (fields: { name: NameToken; value: Expression }[]): void => {
    const name = this.OR([
      { ALT: () => this.fieldName(this.CONSUME(t.Name)) },
      { ALT: () => this.plainToken(this.CONSUME(t.QuotedName)) },
      { GATE: () => words.has(this.LA(1).tokenType), ALT: () => this.badFieldName(this.CONSUME(t.Any)) },
      { ALT: () => this.missingFieldName() },
    ]);
    let value: Expression | undefined;
    this.OPTION(() => {
      this.CONSUME(t.Colon);
      value = this.SUBRULE(this.item);
    });
    this.ACTION(() => {
      const at = this.gap();
      if (value === undefined && name.name !== '') this.report(this.here(), 'ErrColonExpected', name.name);
      fields.push({ name, value: value ?? { kind: 'missing', from: at, to: at } });
    });
    this.OPTION1({ GATE: () => this.strays(), DEF: () => this.SUBRULE(this.excess) });
  });

  private fieldName(token: IToken): NameToken {
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
    this.OPTION1(() => {
      this.CONSUME(t.At);
      global = this.SUBRULE(this.identifier);
    });
    if (this.RECORDING_PHASE || (global === undefined && this.filled(t.CloseBracket))) {
      const first = this.SUBRULE(this.item);
      this.ACTION(() => items.push(first));
      this.MANY({
        GATE: () => this.LA(2).tokenType !== t.CloseBracket,
        DEF: () => {
          this.CONSUME(t.Comma);
          const next = this.SUBRULE1(this.item);
          this.ACTION(() => items.push(next));
        },
      });
      // A last comma without an item is let pass.
      this.OPTION2(() => this.CONSUME1(t.Comma));
    }
    const close = this.OPTION(() => this.CONSUME(t.CloseBracket));
    return this.ACTION((): Expression => {
      this.close(t.CloseBracket, close, open);
      const to = close === undefined ? Math.max(this.gap(), end(open)) : end(close);
      return global === undefined
        ? { kind: 'table', items, from: open.startOffset, to }
        : { kind: 'global', name: global, from: open.startOffset, to };
    });
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

const openers: ReadonlySet<TokenType> = new Set([t.OpenParen, t.OpenBracket, t.OpenBrace, t.InterpolationStart, t.IslandStart]);
const closers: ReadonlySet<TokenType> = new Set([t.CloseParen, t.CloseBracket, t.CloseBrace, t.InterpolationEnd]);
const stops: ReadonlySet<TokenType> = new Set([...closers, t.Comma, t.Semicolon]);
const valueStarts: ReadonlySet<TokenType> = new Set([
  t.Name, t.QuotedName, t.NumberLiteral, t.LocalNumberLiteral, t.Text, t.OpenText, t.True, t.False,
  t.InterpolationStart, t.OpenParen, t.OpenBrace, t.OpenBracket,
]); // prettier-ignore
const operandStarts: ReadonlySet<TokenType> = new Set([...valueStarts, t.Minus, t.Bang, t.Not]);

const words: ReadonlySet<TokenType> = new Set([t.As, t.And, t.Or, t.Not, t.In, t.ExactIn, t.True, t.False]);

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

/** Orders a flat run of operands and operators by precedence, left-associative (shunting-yard). */
function climb(operands: readonly Expression[], operators: readonly IToken[]): Expression {
  const values: Expression[] = [operands[0]!];
  const waiting: IToken[] = [];
  const reduce = (): void => {
    const right = values.pop()!;
    values.push(binary(waiting.pop()!, values.pop()!, right));
  };
  for (const [i, operator] of operators.entries()) {
    const own = precedence.get(operator.image)!;
    while (waiting.length > 0 && precedence.get(waiting.at(-1)!.image)! >= own) reduce();
    waiting.push(operator);
    values.push(operands[i + 1]!);
  }
  while (waiting.length > 0) reduce();
  return values[0]!;
}

/** The token at which brackets, signs and powers nest too deeply, if any. Counted before parsing: each level costs stack. */
function tooDeep(tokens: readonly IToken[]): IToken | undefined {
  let depth = 0;
  let run = 0;
  for (const token of tokens) {
    const type = token.tokenType;
    if (openers.has(type)) depth++;
    else if (closers.has(type)) depth--;
    run =
      type === t.Minus || type === t.Bang || type === t.Not || type === t.Caret
        ? run + 1
        : valueStarts.has(type) && run > 0 && type !== t.OpenParen
          ? run
          : 0;
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
  return read(text, t.tokenize(body, options.separators, template), { from: 0, to: text.length }, features, template);
}

/** A part of a text as a formula of its own. Places are those of the whole text; `tokens` are those of the part. */
export function parsePart(text: string, { tokens, comments, bad }: t.Tokens, part: Span, features: Features): ParseResult {
  const inside = ({ from, to }: Span): boolean => from >= part.from && to <= part.to;
  const own = { tokens, comments: comments.filter((comment) => inside(spanOf(comment))), bad: bad.filter(inside) };
  return read(text, own, part, features, false);
}

function read(text: string, { tokens, comments, bad }: t.Tokens, part: Span, features: Features, template: boolean): ParseResult {
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
