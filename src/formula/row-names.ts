import type { RowScope } from './function.ts';
import * as types from './type.ts';
import type { Fields, Type } from './type.ts';

/** The names of one row scope, while a formula is checked. */
export interface RowNames {
  readonly fields: Fields;
  readonly displayNames?: ReadonlyMap<string, string>;
  /** Names of the whole row. */
  readonly aliases: readonly string[];
  /** With `As`, fields are reached through the alias only. */
  readonly aliasOnly: boolean;
  readonly type: Type;
}

/** The names that a row scope brings into view. */
export const rowNames = (scope: RowScope): RowNames => ({
  fields: scope.fields,
  ...(scope.displayNames && { displayNames: scope.displayNames }),
  aliases: scope.aliases ?? ['ThisRecord'],
  aliasOnly: scope.aliasOnly ?? false,
  type: types.record(scope.fields),
});
