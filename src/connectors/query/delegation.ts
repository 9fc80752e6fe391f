import type { Diagnostic, QuickFix, Span } from '../../formula/core.ts';

/*
 * What is said about parts of a formula that the source cannot do. Codes are those of the Power Fx reference where it has one.
 */

/** Why a part is worked out here, or something worth knowing of a part that is not. */
export type Reason =
  /** A function or operator that the source does not have. */
  | { readonly code: 'SuggestRemoteExecutionHint'; readonly what: string }
  | {
      readonly code: 'OpNotSupportedByColumnSuggestionMessage_OpNotSupportedByColumn';
      readonly what: string;
      readonly column: string;
    }
  | { readonly code: 'SuggestRemoteExecutionHint_StringMatchSecondParam'; readonly what: string }
  /** The rows that it goes on from are known here alone. */
  | { readonly code: 'DelegationAfterLimit'; readonly what: string }
  /** A sum of what is filtered here. */
  | { readonly code: 'DelegationNeedsAllRows'; readonly what: string }
  /** A variable is a copy of the rows as they are at that moment. */
  | { readonly code: 'DelegationIntoVariable'; readonly what: string }
  | { readonly code: 'DelegationTextOrder'; readonly what: string }
  | { readonly code: 'DelegationPerRow'; readonly what: string };

const sentences: {
  readonly [C in Reason['code']]: (reason: { readonly what: string; readonly column?: string }, source: string) => string;
} = {
  SuggestRemoteExecutionHint: ({ what }, source) =>
    `${source} cannot work out ${what}: it is done here, on rows that are fetched page by page.`,
  OpNotSupportedByColumnSuggestionMessage_OpNotSupportedByColumn: ({ what, column }, source) =>
    `${source} cannot use ${what} on the column ${column}: it is done here, on rows that are fetched page by page.`,
  SuggestRemoteExecutionHint_StringMatchSecondParam: ({ what }, source) =>
    `${source} can look in a column for a text, not the other way round: ${what} is done here, on rows that are fetched page by page.`,
  DelegationAfterLimit: ({ what }, source) =>
    `${what} goes on from rows that were chosen here, by a limit or by a condition that can fail, so it is done here and not by ${source}. Put it first where that means the same.`,
  DelegationNeedsAllRows: ({ what }, source) =>
    `${what} needs every row here: all rows of ${source} that the rest of the formula leaves are fetched before it has a value.`,
  DelegationIntoVariable: ({ what }, source) =>
    `${what} keeps a copy of the rows: all those of ${source} that the rest of the formula leaves are fetched for it. A named formula (App.Formulas) in the place of the variable leaves the work to ${source}.`,
  DelegationTextOrder: ({ what }, source) => `${source} sorts ${what} in its own order of letters.`,
  DelegationPerRow: ({ what }, source) =>
    `${what} is asked of ${source} once for each row around it. Ask once, and look it up in the answer, where that can be many rows.`,
};

export interface Finding extends Span {
  readonly source: string;
  readonly reason: Reason;
  /** What to write instead. */
  readonly instead?: { readonly title: string; readonly insert: string };
}

export const noteOf = ({ reason, source }: Finding): string => sentences[reason.code](reason, source);

export function diagnosticOf(finding: Finding): Diagnostic {
  const { from, to, reason, instead } = finding;
  const fixes: readonly QuickFix[] | undefined = instead && [{ from, to, ...instead }];
  const rewrite = instead === undefined ? '' : ` ${instead.title}.`;
  return {
    from,
    to,
    severity: reason.code === 'DelegationTextOrder' ? 'info' : 'warning',
    code: reason.code,
    message: `${noteOf(finding)}${rewrite}`,
    ...(fixes !== undefined && { fixes }),
  };
}
