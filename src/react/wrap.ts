import {
  createElement,
  forwardRef,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  type CSSProperties,
  type ForwardRefExoticComponent,
  type ReactNode,
  type RefAttributes,
} from 'react';
import { loadTags, type ControlElement, type EventDetail, type OutputDetail } from '../controls/core.ts';
import type { Value } from '../formula/index.ts';

/** What every control takes from React, beside its own properties and events. */
export interface CommonProps {
  readonly id?: string;
  readonly className?: string;
  readonly style?: CSSProperties;
  readonly slot?: string;
  readonly lang?: string;
  readonly dir?: string;
  /** The name of its value in a form. */
  readonly name?: string;
  readonly disabled?: boolean;
  readonly children?: ReactNode;
  /** Hears the outputs: which one changed, to what, and why. */
  readonly onOutput?: (output: OutputDetail) => void;
  readonly [data: `data-${string}`]: string | undefined;
  readonly [aria: `aria-${string}`]: string | undefined;
}

/** A handler of an event of a control: `OnSelect`. What it returns is waited for, if it is a promise. */
export type Handler = (detail: EventDetail) => unknown;

export type ReactControl<P, E extends ControlElement> = ForwardRefExoticComponent<P & CommonProps & RefAttributes<E>>;

type Props = { readonly [name: string]: unknown };

/** Effects that a server would only warn of. */
const useEffectBeforePaint = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/**
 * A control as a component: `<Button Text="Save" OnSelect={save} />`. Properties are assigned to the element by their names, an event is a
 * handler under its name, and all else goes to the element as React gives it. The kind is loaded when the component is first shown.
 */
/* @__NO_SIDE_EFFECTS__ */
export function wrap<P, E extends ControlElement>(
  tag: string,
  properties: readonly string[],
  events: readonly string[],
): ReactControl<P, E> {
  const names = new Set(properties);
  const handled = new Set([...events, 'onOutput']);
  const component = forwardRef<E, Props>((props, ref) => {
    const element = useRef<E>(null);
    const latest = useRef(props);
    useImperativeHandle(ref, () => element.current!, []);
    useEffectBeforePaint(() => {
      const before = latest.current;
      latest.current = props;
      assignAll(element.current!, props, before === props ? {} : before, names);
    }, [props]);
    useEffectBeforePaint(() => {
      void loadTags([tag]);
      return listen(element.current!, latest);
    }, []);
    const rest = Object.fromEntries(Object.entries(props).filter(([name]) => !names.has(name) && !handled.has(name)));
    const { className, children, ...attributes } = rest;
    // React below 19 does not know `className` of custom elements.
    const named = className === undefined ? attributes : { ...attributes, class: className };
    return createElement(tag, { ...named, ref: element }, children as ReactNode);
  });
  component.displayName = tag;
  return component as unknown as ReactControl<P, E>;
}

/** Assigns what changed; what is there no more goes back to blank. An element whose kind is not loaded yet keeps it as plain fields. */
function assignAll(element: ControlElement, props: Props, before: Props, names: ReadonlySet<string>): void {
  for (const name of names) {
    const value = props[name];
    if (Object.is(value, before[name]) && Object.hasOwn(props, name) === Object.hasOwn(before, name)) continue;
    if (value === undefined && !Object.hasOwn(before, name)) continue;
    Reflect.set(element, name, (value ?? null) as Value);
  }
}

function listen(element: ControlElement, latest: { readonly current: Props }): () => void {
  const output = (event: Event): void => {
    if (event.target === element) call(latest.current['onOutput'], (event as CustomEvent<OutputDetail>).detail);
  };
  const happened = (event: Event): void => {
    if (event.target !== element) return;
    const { detail } = event as CustomEvent<EventDetail>;
    const result = call(latest.current[detail.event], detail);
    if (result instanceof Promise) detail.waitUntil(result);
  };
  element.addEventListener('fx-output', output);
  element.addEventListener('fx-event', happened);
  return () => {
    element.removeEventListener('fx-output', output);
    element.removeEventListener('fx-event', happened);
  };
}

const call = (handler: unknown, detail: unknown): unknown =>
  typeof handler === 'function' ? (handler as (detail: unknown) => unknown)(detail) : undefined;
