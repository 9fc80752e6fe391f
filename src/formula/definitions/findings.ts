import type { Diagnostic } from '../diagnostic.ts';
import type { DefinitionSource } from './read-definitions.ts';

/** What is wrong with definitions, by definition: those of a session come from several texts. */
export class Findings {
  private readonly found = new Map<DefinitionSource, Diagnostic[]>();

  add(source: DefinitionSource, diagnostics: readonly Diagnostic[]): void {
    const known = this.found.get(source);
    if (known === undefined) this.found.set(source, [...diagnostics]);
    else known.push(...diagnostics);
  }

  of(source: DefinitionSource): readonly Diagnostic[] {
    return this.found.get(source) ?? [];
  }

  all(): readonly Diagnostic[] {
    return [...this.found.values()].flat();
  }
}
