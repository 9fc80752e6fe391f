import type { App } from '../app.ts';
import type { ControlModel } from '../control-model.ts';
import { AppDocument, type ControlSource } from '../document.ts';
import { loadKindsOf } from '../kinds.ts';

/** Controls of an app, with all that is in them, in the list form that Power Apps puts on the clipboard. */
export function copyFrom(app: App, names: readonly string[]): string {
  const document = documentOf(app);
  return document.copy(...names.map((name) => sourceIn(document, name)));
}

/**
 * Puts controls in the list form of the clipboard into an app while it runs: into a control that takes children, else behind the control in
 * what it is in. Their kinds are loaded first. Gives their names: one that was taken gets a number. `RangeError` where that cannot be.
 */
export async function pasteInto(app: App, name: string, text: string): Promise<readonly string[]> {
  const edited = new AppDocument(documentOf(app).files);
  const parent = parentFor(app, name);
  const siblings = parent.source.children;
  const next = parent.name === name ? undefined : siblings[siblings.findIndex((child) => child.name === name) + 1];
  const names = edited.insert(text, sourceIn(edited, parent.name), next && sourceIn(edited, next.name));
  await loadKindsOf(edited);
  app.replaceFiles(edited.files);
  return names;
}

/** Takes a control or a screen out of an app while it runs, with all that is in it. */
export function removeFrom(app: App, name: string): void {
  const edited = new AppDocument(documentOf(app).files);
  edited.remove(sourceIn(edited, name));
  app.replaceFiles(edited.files);
}

/** What takes a control that is put into the named one: itself, or what it is in. `RangeError` where nothing does. */
export function parentFor(app: App, name: string): ControlModel {
  const at = app.control(name);
  const parent = takesChildren(at) ? at : at.container;
  if (parent === undefined) throw new RangeError(`Nothing can be put into ${name}. Choose a screen or a container.`);
  return parent;
}

const takesChildren = (control: ControlModel): boolean =>
  control.role === 'screen' || (control.kind?.component === undefined && control.kind?.definition.children !== undefined);

function documentOf(app: App): AppDocument {
  if (app.document === undefined) throw new RangeError('The source of this app cannot be edited.');
  return app.document;
}

function sourceIn(document: AppDocument, name: string): ControlSource {
  const source = document.find(name);
  if (source === undefined || name === 'App') throw new RangeError(`There is no control ${name} to edit.`);
  return source;
}
