import { isSecretName } from '../redact.ts';
import type { App } from '../app.ts';
import { AppDocument } from '../document.ts';
import { written, type TraceStart } from './lines.ts';

/** An app as it is: its files, its connections, and what variables hold. Values beyond a length are left out. */
export function snapshot(app: App, maxLength: number): TraceStart {
  const { model } = app.program;
  const variables: { [name: string]: string } = {};
  const keep = (name: string, text: string): void => {
    if (!isSecretName(name) && text.length <= maxLength) variables[name] = text;
  };
  for (const { name, read } of stateOf(app)) keep(name, written(read()));
  const choices = [...model.controls.values()].flatMap((control) =>
    [...control.choices]
      .filter(
        ([property]) => property !== 'ActiveScreen' && !/password/i.test(written(control.property('Mode')?.node.read() ?? null)),
      )
      .map(([property, { value }]) => [control.path, property, written(value)] as const),
  );
  const { source } = app;
  return {
    trace: 1,
    at: Date.now(),
    ...app.place,
    files: source instanceof AppDocument ? source.files : [],
    connections: app.services.map(({ namespace, definition }) => ({
      name: namespace.name,
      definition: definition?.schemas.root,
    })),
    ...(app.screen !== undefined && { screen: app.screen.name }),
    variables,
    choices,
    held: app.heldCalls
      .map(({ operation, args, value }) => ({
        call: operation.name,
        args: written([...args] as never),
        value: written(value ?? null),
      }))
      .filter(({ value }) => value.length <= maxLength),
  };
}

function* stateOf(app: App): Generator<{ readonly name: string; readonly read: () => ReturnType<App['value']> }> {
  const { model } = app.program;
  for (const place of [...model.variables.values(), ...model.collections.values()])
    yield { name: place.name, read: () => place.read() };
  for (const screen of model.screens)
    for (const [name, variable] of model.contextOf(screen)) yield { name: `${screen.name}.${name}`, read: () => variable.read() };
}
