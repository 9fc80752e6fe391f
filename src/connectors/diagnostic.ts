import type { Severity } from '../formula/index.ts';

/**
 * What is wrong with a definition, where, and what to do about it. `code` is stable; `pointer` is a JSON pointer into the document; `line`
 * and `column` count from 1 and are absent where the definition was given as an object.
 */
export interface DefinitionDiagnostic {
  readonly severity: Severity;
  readonly code: DefinitionCode;
  readonly message: string;
  readonly pointer: string;
  readonly line?: number;
  readonly column?: number;
}

export type DefinitionCode =
  | 'syntax'
  | 'duplicate-key'
  | 'yaml'
  | 'too-large'
  | 'not-a-definition'
  | 'version'
  | 'wrong-type'
  | 'reference'
  | 'reference-outside'
  | 'recursive-type'
  | 'paths'
  | 'path'
  | 'operation-name'
  | 'duplicate-name'
  | 'duplicate-parameter'
  | 'path-parameter'
  | 'parameter'
  | 'body'
  | 'response'
  | 'server'
  | 'security'
  | 'limit'
  | 'webhook'
  | 'stream'
  | 'duplicate-path'
  | 'command'
  | 'unsupported';

/** Collects diagnostics while a definition is read; each place and code is reported once, and at most `limit` of them. */
export class Diagnostics {
  readonly list: DefinitionDiagnostic[] = [];
  private readonly seen = new Set<string>();
  private readonly limit: number;

  constructor(limit = 1000) {
    this.limit = limit;
  }

  add(severity: Severity, code: DefinitionCode, pointer: string, message: string): void {
    const key = `${code} ${pointer}`;
    if (this.seen.has(key) || this.list.length >= this.limit) return;
    this.seen.add(key);
    this.list.push({ severity, code, pointer, message });
  }

  addAt(diagnostic: DefinitionDiagnostic): void {
    if (this.list.length < this.limit) this.list.push(diagnostic);
  }

  error(code: DefinitionCode, pointer: string, message: string): void {
    this.add('error', code, pointer, message);
  }

  warning(code: DefinitionCode, pointer: string, message: string): void {
    this.add('warning', code, pointer, message);
  }
}
