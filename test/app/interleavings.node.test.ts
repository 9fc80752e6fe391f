import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Observable, of } from 'rxjs';
import { CallPool, FormulaCalls, type Services } from '../../src/app/calls.ts';
import { connect, type HttpResponse } from '../../src/connectors/index.ts';
import { field, isRow, PENDING, type FunctionDefinition, type Value } from '../../src/formula/index.ts';

// Inputs change, answers come, formulas evaluate, in every order that chance finds: nothing here waits for a clock. A connector costs thirty
// times what a bare observable does, so it takes part in some of the schedules only.
const SCHEDULES = 100_000;
const WITH_CONNECTOR = 10_000;
const STEPS = 10;
const INPUTS = 3;

/** Numbers that look random and are the same in each run (mulberry32). */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** A request on its way. */
interface Request {
  readonly input: number;
  readonly id: number;
  readonly answer: () => void;
}

/** A service whose answers come when the schedule says; each names its input and its request. */
class Service implements Services {
  readonly open = new Set<Request>();
  sent = 0;
  aborted = 0;
  /** Whether calls go through a connector. */
  throughConnector = false;
  private readonly connector = connect(
    {
      openapi: '3.1.0',
      servers: [{ url: 'https://s.example' }],
      paths: {
        '/x': {
          get: {
            operationId: 'Get',
            parameters: [{ name: 'q', in: 'query', required: true, schema: { type: 'integer' } }],
            responses: {
              200: {
                description: '',
                content: {
                  'application/json': {
                    schema: { type: 'object', properties: { q: { type: 'integer' }, id: { type: 'integer' } } },
                  },
                },
              },
            },
          },
        },
      },
    },
    {
      namespace: 'S',
      limits: { parallel: 100 },
      transport: ({ url }) =>
        this.answers(Number(new URL(url).searchParams.get('q')), (answer): HttpResponse => {
          const body = of(new TextEncoder().encode(JSON.stringify(answer)));
          return { status: 200, reason: '', headers: new Map(), body };
        }),
    },
  );
  readonly get = this.connector.namespace.functions.get('Get')!;

  start(operation: FunctionDefinition, args: readonly Value[]): Observable<Value> {
    return this.throughConnector
      ? this.connector.start(operation, args)
      : this.answers(Number(args[0]), (answer) => ({ ...answer }));
  }

  call(operation: FunctionDefinition, args: readonly Value[]): Promise<Value> {
    return this.connector.call(operation, args);
  }

  /** One request: it is open until the schedule has it answered, or until nobody waits for it. */
  private answers<T>(input: number, make: (answer: { readonly q: number; readonly id: number }) => T): Observable<T> {
    return new Observable((subscriber) => {
      const id = ++this.sent;
      const request: Request = {
        input,
        id,
        answer: () => {
          this.open.delete(request);
          subscriber.next(make({ q: input, id }));
          subscriber.complete();
        },
      };
      this.open.add(request);
      return () => {
        if (this.open.delete(request)) this.aborted++;
      };
    });
  }
}

/** A formula that calls the service with its input. */
class Formula {
  input = 0;
  /** What it was evaluated with last. */
  asked = 0;
  stale = true;
  value: Value = PENDING;
  readonly calls: FormulaCalls;
  private readonly place = {};
  private readonly service: Service;

  constructor(service: Service, pool: CallPool) {
    this.service = service;
    this.calls = new FormulaCalls(pool, () => {
      this.stale = true;
    });
  }

  evaluate(): void {
    this.stale = false;
    this.asked = this.input;
    this.value = this.calls.evaluate(() => this.calls.read(this.place, this.service.get, [this.input]));
  }
}

/** The input and the request that a value answers; undefined while there is none. */
const answerOf = (value: Value): { readonly q: Value; readonly id: Value } | undefined =>
  value !== PENDING && isRow(value) ? { q: field(value, 'q'), id: field(value, 'id') } : undefined;

function check(service: Service, formulas: readonly Formula[], seed: number): void {
  const where = `schedule ${seed}`;
  const wanted = new Set(formulas.map(({ asked }) => asked));
  const inputs = [...service.open].map(({ input }) => input);
  assert.equal(new Set(inputs).size, inputs.length, `${where}: equal calls are one request`);
  for (const input of inputs) assert.ok(wanted.has(input), `${where}: a request for ${input} goes on that nobody wants`);
  for (const { value, asked, calls, stale } of formulas) {
    const answer = answerOf(value);
    // What was shown before may stay while the answer to the new input is awaited, and no longer.
    if (answer !== undefined && answer.q !== asked)
      assert.ok(calls.pending || stale, `${where}: the answer to ${String(answer.q)} is shown for ${asked}`);
    if (answer === undefined && !stale) assert.ok(inputs.includes(asked), `${where}: ${asked} has no answer and no request`);
  }
}

describe('calls of formulas', () => {
  it(`show the newest input's answer, abort what nobody wants and share what is equal, in ${SCHEDULES} schedules`, (context) => {
    const service = new Service();
    let late = 0;
    for (let seed = 0; seed < SCHEDULES; seed++) {
      const next = chance(seed);
      service.throughConnector = seed < WITH_CONNECTOR;
      const pool = new CallPool(service);
      const formulas = [new Formula(service, pool), new Formula(service, pool)];
      for (const formula of formulas) formula.evaluate();
      for (let step = 0; step < STEPS; step++) {
        const formula = formulas[next(2)]!;
        const act = next(6);
        if (act < 2) {
          formula.input = next(INPUTS);
          formula.stale = true;
        } else if (act < 4 && formula.stale) formula.evaluate();
        else if (service.open.size > 0) {
          const request = [...service.open][next(service.open.size)]!;
          if (!formulas.some(({ input }) => input === request.input)) late++;
          request.answer();
        }
        check(service, formulas, seed);
      }
      // Everything comes to rest on the newest input.
      for (let i = 0; i < 10 && (formulas.some(({ stale }) => stale) || service.open.size > 0); i++) {
        for (const formula of formulas) if (formula.stale) formula.evaluate();
        for (const request of [...service.open]) request.answer();
      }
      for (const { value, input } of formulas) assert.equal(answerOf(value)?.q, input, `schedule ${seed}: at rest`);
      const [first, second] = formulas as [Formula, Formula];
      if (first.input === second.input) assert.equal(first.value, second.value, `schedule ${seed}: one call, two answers`);
      for (const { calls } of formulas) calls.dispose();
      assert.equal(service.open.size, 0, `schedule ${seed}: a request goes on that nobody wants`);
    }
    context.diagnostic(`${service.sent} requests, ${service.aborted} aborted, ${late} answers to replaced inputs`);
    assert.ok(service.aborted > SCHEDULES / 100 && late > SCHEDULES / 100);
  });
});
