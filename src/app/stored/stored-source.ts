import type { Data } from '../../formula/index.ts';
import type { PropertySource } from '../document.ts';
import type { StoredApp } from './stored-app.ts';

/** What is said of places, where an app's files are not there. */
export const nowhere = { file: '', line: 1, column: 1, offset: 0 };

/** A formula of an exported app: its number in the list of formulas. Its text is not there, but for constant texts, which are names of columns. */
export class StoredSource implements PropertySource {
  readonly name: string;
  readonly index: number;
  readonly place = nowhere;
  private readonly stored: StoredApp;

  constructor(name: string, index: number, stored: StoredApp) {
    this.name = name;
    this.index = index;
    this.stored = stored;
  }

  get formula(): string {
    const node = this.stored.formulas[this.index]?.[1];
    const value = Array.isArray(node) && node[0] === 0 ? (node[2] as Data) : undefined;
    return typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : '';
  }

  placeOf() {
    return nowhere;
  }
}
