import type { Severity } from '../../formula/index.ts';
import type { Place } from '../place.ts';
import type { Source } from '../source.ts';
import type { Rule } from './rule.ts';

/** One finding of the checker: a rule of its own, or what reading and binding found. */
export interface DefinitionFinding extends Partial<Place> {
  /** The rule: `path-required`, `enum-type` … */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong; in one sentence. */
  readonly message: string;
  /** What to do; empty where the message says it. */
  readonly remedy: string;
  /** JSON pointer of the place. */
  readonly pointer: string;
}

/** Applies rules to what they look at, and keeps what they find. */
export class Findings {
  private readonly found: DefinitionFinding[] = [];
  private readonly seen = new Set<string>();

  apply<S>(rules: readonly Rule<S>[], subjects: readonly S[], pointerOf: (subject: S) => string): void {
    for (const rule of rules) {
      for (const subject of subjects) {
        const result = rule.test(subject);
        if (result === undefined) continue;
        const faults = typeof result === 'string' ? [{ message: result, pointer: undefined }] : result;
        for (const { message, pointer = pointerOf(subject) } of faults) {
          // What several operations refer to is wrong once.
          if (this.has(rule.id, pointer)) continue;
          this.seen.add(`${rule.id} ${pointer}`);
          this.found.push({ code: rule.id, severity: rule.level, message, remedy: rule.remedy, pointer });
        }
      }
    }
  }

  has(rule: string, pointer: string): boolean {
    return this.seen.has(`${rule} ${pointer}`);
  }

  /** All of them with their places in the text, after others, in the order of the text. */
  placed(source: Source, others: readonly DefinitionFinding[] = []): readonly DefinitionFinding[] {
    const places = source.places(this.found.map(({ pointer }) => pointer));
    const own = this.found.map((finding) => ({ ...finding, ...places.get(finding.pointer) }));
    return [...others, ...own].sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  }
}

/** What stands in the subject itself. */
export const ownPointer = ({ pointer }: { readonly pointer: string }): string => pointer;
