import { builtInEnums } from './enums.ts';
import type { FunctionDefinition } from './function.ts';
import { coreFunctions } from './functions/core.ts';
import type { OptionSet } from './option-set.ts';
import type { Namespace, Scope, Symbol } from './scope.ts';
import * as types from './type.ts';
import type { Type } from './type.ts';

/** What a host adds to the built-in names. Look-ups may be lazy; what they find wins over the built-in. */
export interface ScopeAdditions {
  readonly symbols?: ReadonlyMap<string, Symbol>;
  readonly symbol?: (name: string) => Symbol | undefined;
  readonly namespaces?: ReadonlyMap<string, Namespace>;
  readonly functions?: ReadonlyMap<string, FunctionDefinition>;
  readonly optionSets?: ReadonlyMap<string, OptionSet>;
  readonly types?: ReadonlyMap<string, Type>;
  /** Features of the host that some functions need (`FunctionDefinition.needs`); all unless given. */
  readonly provides?: ReadonlySet<string>;
  /** Numbers are decimals: what the type name `Number` stands for. */
  readonly numberIsFloat?: boolean;
}

const functions = new Map<string, FunctionDefinition>();
const enums = new Map(builtInEnums.map((set) => [set.name, set]));

/** Functions with a dot in their name, by what stands before it: `Calendar`, `Clock`. */
const builtInNamespaces = new Map<string, Namespace>();

/** Makes functions of the language known, in every scope. */
export function provideFunctions(definitions: readonly FunctionDefinition[]): void {
  for (const definition of definitions) {
    functions.set(definition.name, definition);
    const [name, member] = definition.name.split('.');
    if (member === undefined) continue;
    const known = builtInNamespaces.get(name!)?.functions ?? [];
    builtInNamespaces.set(name!, { name: name!, functions: new Map([...known, [member, definition]]) });
  }
}

provideFunctions(coreFunctions);

const typeNames: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['Boolean', types.boolean],
  ['Color', types.color],
  ['Date', types.date],
  ['Time', types.time],
  ['DateTime', types.dateTime],
  ['DateTimeTZInd', types.dateTime],
  ['GUID', types.guid],
  ['Number', types.number],
  ['Float', types.number],
  ['Decimal', types.decimal],
  ['Text', types.text],
  ['Hyperlink', types.hyperlink],
  ['Dynamic', types.dynamic],
  ['UntypedObject', types.dynamic],
]);

/** The names a formula sees: the functions that have been loaded, enums and types, with what the host adds. */
export function createScope(additions: ScopeAdditions = {}): Scope {
  const available = (definition: FunctionDefinition | undefined): FunctionDefinition | undefined =>
    definition?.needs === undefined || additions.provides === undefined || additions.provides.has(definition.needs)
      ? definition
      : undefined;
  return {
    symbol: (name) => additions.symbols?.get(name) ?? additions.symbol?.(name),
    function: (name) => additions.functions?.get(name) ?? available(functions.get(name)),
    namespace: (name) => additions.namespaces?.get(name) ?? builtInNamespaces.get(name),
    optionSet: (name) => additions.optionSets?.get(name) ?? enums.get(name),
    type: (name) => {
      const own = additions.types?.get(name);
      if (own !== undefined) return own;
      return name === 'Number' && additions.numberIsFloat === false ? types.decimal : typeNames.get(name);
    },
    isReserved: (name) => (functions.has(name) && available(functions.get(name)) === undefined) || reserved.has(name),
    symbols: () => additions.symbols?.values() ?? [],
    *functions() {
      if (additions.functions !== undefined) yield* additions.functions.values();
      for (const definition of functions.values()) if (available(definition) !== undefined) yield definition;
    },
    *namespaces() {
      if (additions.namespaces !== undefined) yield* additions.namespaces.values();
      yield* builtInNamespaces.values();
    },
    *optionSets() {
      // A set may have further names.
      if (additions.optionSets !== undefined) yield* new Set(additions.optionSets.values());
      yield* enums.values();
    },
    *typeNames() {
      if (additions.types !== undefined) yield* additions.types.keys();
      yield* typeNames.keys();
    },
  };
}

/** Functions known to Power Fx that are not available in a formula alone (SEMANTICS 5.13). */
const reserved: ReadonlySet<string> = new Set(
  (
    'Assert Back Choices ClearData Concurrent Confirm Copy DataSourceInfo Defaults Disable Distinct Download EditForm Enable Errors Exit ' +
    'GroupBy HashTags IsMatch IsType Join JSON Launch LoadData Match MatchAll Navigate NewForm Notify PDF Param Pending Print ReadNFC ' +
    'RecordInfo Relate RemoveAll RemoveIf RequestHide Reset ResetForm Revert SaveData ScanBarcode Select SetFocus SetProperty ShowColumns ' +
    'State SubmitForm TraceValue Ungroup Unrelate Update UpdateContext UpdateIf User Validate ValidateRecord ViewForm Collect Clear Patch ' +
    'Remove ClearCollect Set'
  ).split(' '),
);
