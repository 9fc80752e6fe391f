import { connectText, type Connector, type HttpRequest } from '../../connectors/index.ts';
import { answering, known, type TracedAnswer } from '../../connectors/traced-exchanges.ts';
import type { FunctionDefinition, Table, Value } from '../../formula/index.ts';
import { createApp, type App, type AppConnector } from '../app.ts';
import { callKey } from '../call-key.ts';
import { AppDocument } from '../document.ts';
import { openAddress } from '../redact.ts';
import type { RowContext } from '../rows.ts';
import { openJson, readValue, type RowPath, type TraceLine, type TraceStart } from './lines.ts';
import type { Recorder } from './recorder.ts';
import { ShownValues } from './shown-values.ts';

/** Where a replayed session differs from the one that was traced. */
export interface ReplayDifference {
  /** The line of the trace, from 1. */
  readonly line: number;
  readonly kind: 'value' | 'call not in the trace' | 'call not made' | 'not replayable';
  /** The property, or the call. */
  readonly what: string;
  readonly traced?: string;
  readonly replayed?: string;
}

export interface Replay {
  /** The app as it is at the end. */
  readonly app: App;
  readonly differences: readonly ReplayDifference[];
  /** How many lines were replayed. */
  readonly lines: number;
  /** How many values of controls were compared. */
  readonly compared: number;
}

/** How long an app has to make a call that the trace has. Milliseconds. */
const PATIENCE = 3000;

/**
 * Runs a traced session once more, without a page and without a network: the same inputs, the same answers in the same order, the same time
 * and chance. `until`: lines of the trace, from 1. Throws a `TypeError` for what is no trace.
 */
export async function replay(text: string, until = Infinity): Promise<Replay> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const parsed = lines.map((line, i) => {
    try {
      return JSON.parse(line) as TraceStart | TraceLine;
    } catch {
      throw new TypeError(`Line ${i + 1} of the trace is no JSON. Was the file cut?`);
    }
  });
  const start = parsed[0];
  if (start === undefined || !('trace' in start) || start.trace !== 1)
    throw new TypeError('This is no trace: it should begin with a line {"trace": 1, …}.');
  const player = new Player(parsed.slice(0, until));
  return player.play(start);
}

interface Waiting {
  readonly key: string;
  readonly answer: (answer: TracedAnswer) => void;
}

class Player implements Recorder {
  private readonly lines: readonly (TraceStart | TraceLine)[];
  private readonly differences: ReplayDifference[] = [];
  /** Calls that the app has made and that have no answer so far. */
  private readonly waiting: Waiting[] = [];
  private readonly requests = new Map<number, string>();
  private at = 0;
  private readonly used = new Set<number>();
  private lastNow: number;

  constructor(lines: readonly (TraceStart | TraceLine)[]) {
    this.lines = lines;
    this.lastNow = (lines[0] as TraceStart).at;
    for (const line of lines) if ('request' in line) this.requests.set(line.request, keyOf(line.method, line.url, line.body));
  }

  async play(start: TraceStart): Promise<Replay> {
    const app = await this.appOf(start);
    app.recorder = this;
    const shown = new ShownValues(app, () => {});
    if (start.screen === undefined) void app.start();
    else app.resume(app.control(start.screen));
    await settle(app);
    let compared = 0;
    for (this.at = 1; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at]!;
      // A later part begins with a picture of what is there already.
      if ('trace' in line) continue;
      if ('shown' in line) {
        compared += await this.compare(line.shown, shown, app);
        continue;
      }
      await this.perform(line, app);
      await settle(app);
    }
    // A call that was given up, or not answered in time, has no answer in the trace either.
    const traced = new Set(this.requests.values());
    for (const { key } of this.waiting) if (!traced.has(key)) this.differ('call not in the trace', nameOf(key));
    shown.dispose();
    app.recorder = undefined;
    return { app, differences: this.differences, lines: this.lines.length, compared };
  }

  // ---- What formulas see -------------------------------------------------------------------------------------------------------

  chosen(): void {}
  event(): void {}
  set(): void {}

  now(): number {
    const found = this.next('now');
    if (found !== undefined) this.lastNow = found;
    return this.lastNow;
  }

  random(): number {
    return this.next('random') ?? 0.5;
  }

  /** The next time or chance of the trace that belongs to what is being done now. */
  private next(kind: 'now' | 'random'): number | undefined {
    for (let i = this.at; i < this.lines.length; i++) {
      const line = this.lines[i] as { readonly [name: string]: unknown };
      if (i > this.at && ('chosen' in line || 'event' in line || 'set' in line || 'answer' in line)) return undefined;
      if (this.used.has(i) || typeof line[kind] !== 'number') continue;
      this.used.add(i);
      return line[kind];
    }
    return undefined;
  }

  // ---- Performing --------------------------------------------------------------------------------------------------------------

  private async perform(line: TraceLine, app: App): Promise<void> {
    try {
      if ('chosen' in line) app.choose(app.control(line.chosen), line.property, readValue(line.value), rowOf(app, line.row));
      else if ('event' in line) void app.run(app.control(line.of), line.event, rowOf(app, line.row));
      else if ('set' in line) app.set(line.set, readValue(line.value));
      else if ('answer' in line) await this.answer(line.answer, line);
    } catch (error) {
      this.differ('not replayable', error instanceof Error ? error.message : String(error));
    }
  }

  private async answer(request: number, answer: TracedAnswer): Promise<void> {
    const key = this.requests.get(request);
    if (key === undefined) return;
    for (let waited = 0; waited < PATIENCE; waited += 20) {
      const at = this.waiting.findIndex((one) => one.key === key);
      if (at >= 0) {
        this.waiting.splice(at, 1)[0]!.answer(answer);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.differ('call not made', nameOf(key));
  }

  private async compare(traced: { readonly [path: string]: string }, shown: ShownValues, app: App): Promise<number> {
    const wrong = (): [string, string][] => Object.entries(traced).filter(([path, text]) => shown.get(path) !== text);
    // What was shown in between may have been passed over; only what stays is compared, so further lines of the same are awaited.
    for (let tries = 0; wrong().length > 0 && tries < 10; tries++) await settle(app);
    for (const [path, text] of wrong()) {
      if (this.changesAgain(path)) continue;
      const replayed = shown.get(path);
      this.differences.push({
        line: this.at + 1,
        kind: 'value',
        what: path,
        traced: text,
        ...(replayed !== undefined && { replayed }),
      });
    }
    return Object.keys(traced).length;
  }

  /** Whether the trace has another value of a property before anything else enters the app. */
  private changesAgain(path: string): boolean {
    for (let i = this.at + 1; i < this.lines.length; i++) {
      const line = this.lines[i]!;
      if ('shown' in line && Object.hasOwn(line.shown, path)) return true;
      if ('chosen' in line || 'event' in line || 'set' in line || 'answer' in line) return false;
    }
    return false;
  }

  private differ(kind: ReplayDifference['kind'], what: string): void {
    this.differences.push({ line: this.at + 1, kind, what });
  }

  // ---- The app -----------------------------------------------------------------------------------------------------------------

  private async appOf(start: TraceStart): Promise<App> {
    const interceptor = answering((request) => this.asked(request));
    const held = new Map(start.held.map(({ call, args, value }) => [`${call} ${callKey(readValue(args) as Table)}`, value]));
    const connectors: AppConnector[] = [];
    for (const { name, definition } of start.connections) {
      if (definition === undefined) continue;
      const connector = await connectText(JSON.stringify(definition), { namespace: name, timeZone: start.timeZone, live: false });
      connector.intercept(interceptor);
      connectors.push(holding(connector, held));
    }
    const variables = Object.entries(start.variables);
    const app = createApp(new AppDocument(start.files), {
      connectors,
      surroundings: { timeZone: start.timeZone, culture: start.culture },
    });
    for (const [name, text] of variables) place(app, name)?.write(readValue(text));
    for (const [control, property, text] of start.choices) {
      const found = app.program.model.find(control);
      if (found !== undefined) app.choose(found, property, readValue(text), undefined);
    }
    return app;
  }

  private asked({ method, url, body }: HttpRequest): Promise<TracedAnswer> {
    const key = keyOf(method, openAddress(url), typeof body === 'string' ? openJson(body) : undefined);
    return new Promise((answer) => this.waiting.push({ key, answer }));
  }
}

/** A connector that first gives the answers that were there already. */
const holding = (connector: Connector, held: Map<string, string>): AppConnector => ({
  namespace: connector.namespace,
  tables: connector.tables,
  definition: connector.definition,
  exchanges: (operation, args) => connector.exchanges(operation, args),
  call: (operation, args) => connector.call(operation, args),
  start: (operation: FunctionDefinition, args: readonly Value[]) => {
    const key = `${operation.name} ${callKey(args)}`;
    const text = held.get(key);
    if (text === undefined) return connector.start(operation, args);
    held.delete(key);
    return known(readValue(text));
  },
});

function place(app: App, name: string): { write(value: Value): void } | undefined {
  const { model } = app.program;
  const dot = name.indexOf('.');
  if (dot < 0) return model.collections.get(name) ?? model.variables.get(name);
  const screen = model.screen(name.slice(0, dot));
  return screen && model.contextOf(screen).get(name.slice(dot + 1));
}

function rowOf(app: App, path: RowPath | undefined): RowContext | undefined {
  let row: RowContext | undefined;
  for (const [gallery, index] of path ?? []) row = app.row(gallery, index, row);
  return row;
}

const keyOf = (method: string, url: string, body: string | undefined): string => JSON.stringify([method, url, body ?? '']);

const nameOf = (key: string): string => (JSON.parse(key) as string[]).slice(0, 2).join(' ');

/** Lets everything happen that happens by itself. */
async function settle(app: App): Promise<void> {
  for (let i = 0; i < 4; i++) {
    app.graph.flush();
    await new Promise((resolve) => setTimeout(resolve));
  }
}
