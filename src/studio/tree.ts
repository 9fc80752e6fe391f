import type { AppModel, ControlModel } from '../app/index.ts';

/** A control in the tree of the app. */
export interface TreeItem {
  readonly name: string;
  readonly kind: string;
  /** From 1. */
  readonly level: number;
  /** The kind of control is unknown. */
  readonly wrong: boolean;
}

/** The app, its screens, and the controls of the screen that is shown, each after what it is in. */
export function flatten(model: AppModel, screen: string | undefined): readonly TreeItem[] {
  const items: TreeItem[] = [{ name: 'App', kind: '', level: 1, wrong: false }];
  const add = (control: ControlModel, level: number): void => {
    items.push({
      name: control.name,
      kind: control.kind?.definition.name ?? control.source.control,
      level,
      wrong: control.kind === undefined,
    });
    if (level > 1 || control.name === screen) for (const child of control.children) add(child, level + 1);
  };
  for (const control of model.screens) add(control, 1);
  return items;
}
