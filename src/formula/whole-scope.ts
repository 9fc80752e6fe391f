import { createScope as scopeOfLoaded, provideFunctions, type ScopeAdditions } from './built-in-scope.ts';
import { library } from './functions/index.ts';
import type { Scope } from './scope.ts';

let provided = false;

/** Makes every function of the language known, in every scope. */
export function provideLibrary(): void {
  if (provided) return;
  provided = true;
  provideFunctions(library);
}

/** The names a formula sees: all functions, enums and types of the language, with what the host adds. */
export function createScope(additions: ScopeAdditions = {}): Scope {
  provideLibrary();
  return scopeOfLoaded(additions);
}
