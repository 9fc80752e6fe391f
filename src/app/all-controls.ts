import type { ControlSource } from './document.ts';

/** Controls and all below them, parents first. */
export function* allControls(controls: readonly ControlSource[]): Generator<ControlSource> {
  const stack = [...controls].reverse();
  for (let control = stack.pop(); control !== undefined; control = stack.pop()) {
    yield control;
    for (let i = control.children.length - 1; i >= 0; i--) stack.push(control.children[i]!);
  }
}
