import {
  formulaError,
  Reference,
  type Effects,
  type FormulaError,
  type NotificationType,
  type Row,
  type Symbol,
  type Table,
  type Value,
} from '../formula/index.ts';
import type { Cause } from './cause.ts';
import { ControlModel } from './control-model.ts';
import type { RowContext } from './rows.ts';

/** What behaviors of an app can do to it. */
export interface EffectHost {
  setContext(home: ControlModel, values: Row, cause?: Cause): void;
  navigate(screen: ControlModel, transition: string | null, context: Row | null, cause?: Cause): void;
  back(transition: string | null): boolean;
  notify(message: string, type: NotificationType, timeout: number): void;
  reset(control: ControlModel, context: RowContext | undefined): void;
  select(control: ControlModel, context: RowContext | undefined): Promise<void>;
  /** A row of a gallery, from 0, and a control in it where one is named; false where there is no such row. */
  selectRow(
    gallery: ControlModel,
    index: number,
    child: ControlModel | undefined,
    context: RowContext | undefined,
  ): Promise<boolean>;
  perform(name: string, args: readonly Value[], context: RowContext | undefined): Value | Promise<Value>;
  setFocus(control: ControlModel, context: RowContext | undefined): void;
  refresh(namespace: string | undefined): Promise<Value>;
  /** Runs a routine of an instance of a component with arguments, in the row that the instance is in. */
  invoke(instance: ControlModel, routine: string, args: Row, context: RowContext | undefined): Promise<Value>;
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

/** The effects of one behavior, for the row that it happens in where that is in a gallery. */
export class ControlEffects implements Effects {
  private readonly host: EffectHost;
  private readonly context: RowContext | undefined;
  private readonly cause: Cause | undefined;
  private readonly home: ControlModel | undefined;

  /** `home`: where its context variables live. */
  constructor(host: EffectHost, home: ControlModel | undefined, context: RowContext | undefined, cause?: Cause) {
    this.cause = cause;
    this.host = host;
    this.context = context;
    this.home = home;
  }

  setContext(values: Row): void {
    if (this.home !== undefined) this.host.setContext(this.home, values, this.cause);
  }

  /** Runs what an instance of a component can be called for. */
  invoke(instance: ControlModel, routine: string, args: Row): Promise<Value> {
    return this.host.invoke(instance, routine, args, this.context);
  }

  navigate(target: Reference, transition: string | null, context: Row | null): boolean {
    const screen = controlOf(target)?.screen;
    if (screen === undefined) return notScreen as unknown as boolean;
    this.host.navigate(screen, transition, context, this.cause);
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

  async select(target: Reference, row?: number, child?: Reference): Promise<FormulaError | undefined> {
    const control = controlOf(target);
    if (control === undefined) return undefined;
    if (row === undefined) {
      await this.host.select(control, this.context);
      return undefined;
    }
    const found = await this.host.selectRow(control, row - 1, controlOf(child ?? null), this.context);
    return found ? undefined : formulaError('InvalidArgument', `${control.name} has no row ${row} to select.`);
  }

  setFocus(target: Reference): void {
    const control = controlOf(target);
    if (control !== undefined) this.host.setFocus(control, this.context);
  }

  refresh(source: Reference | Table): Promise<Value> {
    const connector = source instanceof Reference && source.target instanceof ConnectorSymbol ? source.target.name : undefined;
    return this.host.refresh(connector);
  }

  perform(name: string, args: readonly Value[]): Value | Promise<Value> {
    return this.host.perform(name, args, this.context);
  }
}

const controlOf = (reference: Reference | null): ControlModel | undefined =>
  reference instanceof Reference && reference.target instanceof ControlModel ? reference.target : undefined;
