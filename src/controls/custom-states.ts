/** Turns a custom state of an element, `:state(name)`, on or off. */
export function setState({ states }: ElementInternals, name: string, on: boolean): void {
  if (on) states.add(name);
  else states.delete(name);
}

/** Turns on one of several states, at most: the others are off. */
export function setOneState(internals: ElementInternals, names: readonly string[], on: string | undefined): void {
  for (const name of names) setState(internals, name, name === on);
}
