/*
 * The language engine as a process: one JSON request a line on standard input, one reply a line on standard output. It serves runners of
 * expression test suites in the format of microsoft/Power-Fx. Request: `{id, op: "evaluate" | "step", expression, flags, handlers,
 * timeZone, culture}`; reply: `{id, value, type}` or `{id, compileErrors}`.
 */
import { createInterface } from 'node:readline';

import { scriptHandlers, setUp, type SetUp } from './conformance-set-ups.ts';
import {
  check,
  compileBehavior,
  createRun,
  createScope,
  FormulaError,
  noFeatures,
  printValue,
  rootFrame,
  Session,
  types,
  type CheckResult,
  type Diagnostic,
  type Features,
  type Run,
  type Type,
  type Value,
} from '../formula/index.ts';

interface Request {
  readonly id: number;
  readonly op: 'evaluate' | 'step';
  readonly expression: string;
  readonly flags?: { readonly [flag: string]: boolean };
  readonly handlers?: readonly string[];
  readonly timeZone?: string;
  readonly culture?: string;
  readonly session?: string;
  readonly seq?: number;
}

type Reply = { readonly [key: string]: unknown };

const featuresOf = (request: Request): Features => ({ ...noFeatures, ...request.flags });

const errors = (diagnostics: readonly Diagnostic[]): Reply => ({
  compileErrors: diagnostics.map(({ severity, from, to, code, message }) => ({
    severity: severity === 'error' ? 'Error' : 'Warning',
    start: from,
    end: to,
    code,
    message,
  })),
});

/** What the suite compares: numbers with a tolerance by their type, everything else as text. */
function reply(value: Value, type: Type): Reply {
  if (value instanceof FormulaError) return { error: printValue(value) };
  const kind = type.kind === 'decimal' ? 'Decimal' : type.kind === 'number' ? 'Number' : undefined;
  return { value: printValue(value, type), ...(kind && { type: kind }) };
}

function evaluateIn(
  own: SetUp,
  request: Request,
  text: string,
): { readonly result: CheckResult; readonly value: Promise<Value> | Value } {
  const features = featuresOf(request);
  const scope = createScope({ ...own.additions, numberIsFloat: features.NumberIsFloat });
  const result = check(text, scope, { features, behavior: features.EnableExpressionChaining });
  return { result, value: result.valid ? compileBehavior(result.formula)(rootFrame(createRun(runOf(own, request)))) : null };
}

const runOf = (own: SetUp, request: Request): Partial<Run> => ({
  features: featuresOf(request),
  timeZone: request.timeZone ?? 'UTC',
  culture: request.culture ?? 'en-US',
  effects: own.effects,
});

/** A value is printed, read and evaluated again, and printed again: what the suite compares (SEMANTICS 3.2). */
async function evaluateOnce(request: Request): Promise<Reply> {
  const own = setUp(request.handlers ?? [], featuresOf(request));
  const { result, value } = evaluateIn(own, request, request.expression);
  if (!result.valid) return errors(result.diagnostics);
  const first = await value;
  if (first instanceof FormulaError || result.type.kind === 'void' || types.isNumeric(result.type))
    return reply(first, result.type);
  const text = printValue(first, result.type);
  const again = evaluateIn(own, { ...request, flags: { ...request.flags, TextFirst: false } }, text);
  if (!again.result.valid) return { value: text };
  return reply(await again.value, again.result.type);
}

const sessions = new Map<string, Session>();

async function step(request: Request): Promise<Reply> {
  const name = request.session ?? '';
  let session = sessions.get(name);
  if (request.seq === 0 || session === undefined) {
    const features = featuresOf(request);
    const own = setUp([...scriptHandlers, ...(request.handlers ?? [])], features);
    session = new Session({ features, names: own.additions, run: runOf(own, request) });
    sessions.set(name, session);
  }
  const result = await session.step(request.expression);
  if (result.kind === 'refused') return errors(result.diagnostics);
  return result.kind === 'value' ? reply(result.value, result.type) : { noValue: true };
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() === '') continue;
  const request = JSON.parse(line) as Request;
  let answer: Reply;
  try {
    answer = await (request.op === 'step' ? step(request) : evaluateOnce(request));
  } catch (error) {
    answer = { crash: String((error as Error).stack ?? error).slice(0, 2000) };
  }
  process.stdout.write(`${JSON.stringify({ id: request.id, ...answer })}\n`);
}
