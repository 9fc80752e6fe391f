import {
  formulaError,
  Reference,
  type Effects,
  type NotificationType,
  type Row,
  type Symbol,
  type Table,
  type Value,
} from '../formula/index.ts';
import { ControlModel } from './control-model.ts';
import type { RowContext } from './rows.ts';

/** What behaviors of an app can do to it. */
export interface EffectHost {
  setContext(screen: ControlModel, values: Row): void;
  navigate(screen: ControlModel, transition: string | null, context: Row | null): void;
  back(transition: string | null): boolean;
  notify(message: string, type: NotificationType, timeout: number): void;
  reset(control: ControlModel, context: RowContext | undefined): void;
  select(control: ControlModel, context: RowContext | undefined): Promise<void>;
  setFocus(control: ControlModel, context: RowContext | undefined): void;
  refresh(namespace: string | undefined): Promise<Value>;
}

/** A connector by itself, as formulas name it: `Refresh(Shop)`. */
export class ConnectorSymbol implements Symbol {
  readonly name: string;
  readonly type = { kind: 'control', name: 'Connector', fields: new Map() } as const;
  readonly summary: string;

  constructor(name: string, summary: string) {
    this.name = name;
    this.summary = summary;
  }

  read(): Value {
    return new Reference(this.name, this);
  }
}

const notScreen = formulaError('InvalidArgument', 'Navigate needs a screen, or a control that is on one.');

/** The effects of one behavior: it belongs to a control, and to a row where that is in a gallery. */
export class ControlEffects implements Effects {
  private readonly host: EffectHost;
  private readonly owner: ControlModel;
  private readonly context: RowContext | undefined;

  constructor(host: EffectHost, owner: ControlModel, context: RowContext | undefined) {
    this.host = host;
    this.owner = owner;
    this.context = context;
  }

  setContext(values: Row): void {
    const screen = this.owner.screen;
    if (screen !== undefined) this.host.setContext(screen, values);
  }

  navigate(target: Reference, transition: string | null, context: Row | null): boolean {
    const screen = controlOf(target)?.screen;
    if (screen === undefined) return notScreen as unknown as boolean;
    this.host.navigate(screen, transition, context);
    return true;
  }

  back(transition: string | null): boolean {
    return this.host.back(transition);
  }

  notify(message: string, type: NotificationType, timeout: number): void {
    this.host.notify(message, type, timeout);
  }

  reset(target: Reference): void {
    const control = controlOf(target);
    if (control !== undefined) this.host.reset(control, this.context);
  }

  async select(target: Reference): Promise<void> {
    const control = controlOf(target);
    if (control !== undefined) await this.host.select(control, this.context);
  }

  setFocus(target: Reference): void {
    const control = controlOf(target);
    if (control !== undefined) this.host.setFocus(control, this.context);
  }

  refresh(source: Reference | Table): Promise<Value> {
    const connector = source instanceof Reference && source.target instanceof ConnectorSymbol ? source.target.name : undefined;
    return this.host.refresh(connector);
  }

  perform(name: string): Value {
    return formulaError('NotSupported', `${name} is not available in this app.`);
  }
}

const controlOf = (reference: Reference | null): ControlModel | undefined =>
  reference instanceof Reference && reference.target instanceof ControlModel ? reference.target : undefined;
