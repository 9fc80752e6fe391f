import type { HttpRequest } from '../../connectors/index.ts';
import { tracing, type TracedAnswer } from '../../connectors/traced-exchanges.ts';
import type { Value } from '../../formula/index.ts';
import type { App } from '../app.ts';
import type { ControlModel } from '../control-model.ts';
import { HIDDEN, openAddress } from '../redact.ts';
import type { RowContext } from '../rows.ts';
import { openJson, written, type RowPath, type TraceLine } from './lines.ts';
import type { Recorder } from './recorder.ts';
import { ShownValues } from './shown-values.ts';
import { snapshot } from './snapshot.ts';

export interface TraceOptions {
  /** Characters that are kept, the newest; 10 million by default. */
  readonly maxLength?: number;
}

/** A distributive `Omit`. */
type Untimed<T> = T extends unknown ? Omit<T, 't'> : never;

/** One part of a trace: it begins with the app as it was, so that it can be replayed by itself. */
interface Part {
  readonly lines: string[];
  length: number;
  readonly began: number;
}

/**
 * A trace of an app: what users did, what services answered, which time and chance formulas saw, and what controls said; as lines of JSON.
 * It keeps the newest: when it grows too long, a new part begins with the app as it is then, and the oldest part goes. Secrets are left
 * out: credentials never reach it, and neither does what is called like a secret or typed as a password.
 */
export class SessionTrace implements Recorder {
  private readonly app: App;
  private readonly maxLength: number;
  private readonly shown: ShownValues;
  private readonly ends: (() => void)[] = [];
  private readonly secrets = new Set<string>();
  private parts: Part[] = [];
  private requests = 0;

  constructor(app: App, { maxLength = 10_000_000 }: TraceOptions = {}) {
    this.app = app;
    this.maxLength = maxLength;
    this.begin();
    for (const connector of app.services) {
      const end = connector.intercept?.(tracing((request) => this.request(request)));
      if (end !== undefined) this.ends.push(end);
    }
    this.shown = new ShownValues(app, (changed) => this.write({ shown: Object.fromEntries(changed) }));
    app.recorder = this;
  }

  /** The trace so far: lines of JSON. The parts that are left follow one another. */
  get text(): string {
    return this.parts.flatMap(({ lines }) => lines).join('\n') + '\n';
  }

  /** Saves it as a file. */
  download(document: Document, name: string): void {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([this.text], { type: 'application/x-ndjson' }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  stop(): void {
    if (this.app.recorder === this) this.app.recorder = undefined;
    this.shown.dispose();
    for (const end of this.ends) end();
  }

  chosen(control: ControlModel, property: string, value: Value, row: RowContext | undefined): void {
    const isPassword = control.property('Mode') !== undefined && /password/i.test(written(control.property('Mode')!.node.read()));
    if (isPassword && typeof value === 'string' && value.length >= 3) this.secrets.add(value);
    this.write({ chosen: control.path, property, value: isPassword ? written(HIDDEN) : written(value), ...rowOf(row) });
  }

  event(control: ControlModel, event: string, row: RowContext | undefined): void {
    this.write({ event, of: control.path, ...rowOf(row) });
  }

  set(name: string, value: Value): void {
    this.write({ set: name, value: written(value) });
  }

  now(clock: number): number {
    this.write({ now: clock });
    return clock;
  }

  random(chance: number): number {
    this.write({ random: chance });
    return chance;
  }

  private request({ method, url, body }: HttpRequest): (answer: TracedAnswer) => void {
    const request = ++this.requests;
    this.write({ request, method, url: openAddress(url), ...(typeof body === 'string' && { body: openJson(body) }) });
    return (answer) => {
      const text = answer.body === undefined ? {} : { body: openJson(answer.body) };
      this.write({ answer: request, ...answer, ...text });
    };
  }

  private write(line: Untimed<TraceLine>): void {
    const part = this.parts.at(-1)!;
    this.put(part, { t: Math.round((performance.now() - part.began) * 10) / 10, ...line });
    if (part.length <= this.maxLength / 2) return;
    this.begin();
    this.parts = this.parts.slice(-2);
  }

  private begin(): void {
    const part: Part = { lines: [], length: 0, began: performance.now() };
    this.parts.push(part);
    this.put(part, snapshot(this.app, this.maxLength / 8));
  }

  private put(part: Part, line: object): void {
    let text = JSON.stringify(line);
    for (const secret of this.secrets) text = text.replaceAll(JSON.stringify(secret).slice(1, -1), HIDDEN);
    part.lines.push(text);
    part.length += text.length + 1;
  }
}

function rowOf(row: RowContext | undefined): { readonly row?: RowPath } {
  const path: [string, number][] = [];
  for (let at = row; at !== undefined; at = at.outer) path.unshift([at.gallery.path, at.index]);
  return path.length === 0 ? {} : { row: path };
}
