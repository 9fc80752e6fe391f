import type { OptionBacking, OptionSet } from './option-set.ts';
import { namedColors } from './named-colors.ts';

/*
 * The enums that the language brings (SEMANTICS 4). Those of controls (Align, DisplayMode …) come with the controls.
 */

type Flags = Pick<OptionSet, 'acceptsBacking' | 'coercesToBacking' | 'comparesNumerically' | 'concatenates'>;

const set = (
  name: string,
  backing: OptionSet['backing'],
  members: { readonly [name: string]: OptionBacking },
  flags: Flags = {},
): OptionSet => ({ name, backing, source: 'enum', members: new Map(Object.entries(members)), ...flags });

/** Member names that are their own values in lower case. */
const words = (...names: string[]): { readonly [name: string]: string } =>
  Object.fromEntries(names.map((name) => [name, name.toLowerCase()]));

export const startOfWeek = set('StartOfWeek', 'number', {
  Sunday: 1, Monday: 2, MondayZero: 3, Tuesday: 12, Wednesday: 13, Thursday: 14, Friday: 15, Saturday: 16,
}); // prettier-ignore

export const timeUnit = set(
  'TimeUnit',
  'text',
  words('Years', 'Quarters', 'Months', 'Days', 'Hours', 'Minutes', 'Seconds', 'Milliseconds'),
);

export const sortOrder = set('SortOrder', 'text', words('Ascending', 'Descending'));

export const dateTimeFormat = set(
  'DateTimeFormat',
  'text',
  {
    LongDate: "'longdate'",
    LongDateTime: "'longdatetime'",
    LongDateTime24: "'longdatetime24'",
    LongTime: "'longtime'",
    LongTime24: "'longtime24'",
    ShortDate: "'shortdate'",
    ShortDateTime: "'shortdatetime'",
    ShortDateTime24: "'shortdatetime24'",
    ShortTime: "'shorttime'",
    ShortTime24: "'shorttime24'",
    UTC: 'utc',
  },
  { acceptsBacking: true },
);

export const errorKind = set(
  'ErrorKind',
  'number',
  {
    None: 0, Sync: 1, MissingRequired: 2, CreatePermission: 3, EditPermissions: 4, DeletePermissions: 5, Conflict: 6, NotFound: 7,
    ConstraintViolated: 8, GeneratedValue: 9, ReadOnlyValue: 10, Validation: 11, Unknown: 12, Div0: 13, BadLanguageCode: 14,
    BadRegex: 15, InvalidFunctionUsage: 16, FileNotFound: 17, AnalysisError: 18, ReadPermission: 19, NotSupported: 20,
    InsufficientMemory: 21, QuotaExceeded: 22, Network: 23, Numeric: 24, InvalidArgument: 25, Internal: 26, NotApplicable: 27,
    Timeout: 28, ServiceUnavailable: 29, InvalidJSON: 30, Custom: 1000,
  },
  { coercesToBacking: true, comparesNumerically: true },
); // prettier-ignore

export const jsonFormat = set(
  'JSONFormat',
  'text',
  {
    Compact: '',
    IndentFour: '4',
    IgnoreBinaryData: 'G',
    IncludeBinaryData: 'B',
    IgnoreUnsupportedTypes: 'I',
    FlattenValueTables: '_',
  },
  { concatenates: true },
);

export const traceSeverity = set('TraceSeverity', 'number', { Critical: -1, Error: 0, Warning: 1, Information: 3 });
export const traceOptions = set('TraceOptions', 'text', { None: 'none', IgnoreUnsupportedTypes: 'I' });
export const joinType = set('JoinType', 'text', words('Inner', 'Left', 'Right', 'Full'));

export const matchOptions = set(
  'MatchOptions',
  'text',
  {
    BeginsWith: '^c', EndsWith: 'c$', Complete: '^c$', Contains: 'c', IgnoreCase: 'i', Multiline: 'm', FreeSpacing: 'x', DotAll: 's',
    NumberedSubMatches: 'N',
  },
  { concatenates: true },
); // prettier-ignore

/** Patterns to be joined to regular expressions. */
const patterns = {
  Any: '.',
  Comma: ',',
  Digit: '\\d',
  LeftParen: '\\(',
  Letter: '\\p{L}',
  MultipleDigits: '\\d+',
  MultipleLetters: '\\p{L}+',
  MultipleNonSpaces: '\\S+',
  MultipleSpaces: '\\s+',
  NonSpace: '\\S',
  OptionalDigits: '\\d*',
  OptionalLetters: '\\p{L}*',
  OptionalNonSpaces: '\\S*',
  OptionalSpaces: '\\s*',
  Period: '\\.',
  RightParen: '\\)',
  Space: '\\s',
  Tab: '\\t',
};

/** Signs that join words inside a label of a domain: hyphens and the like, by script. */
const labelJoints = '[\\-_\\xb7\\u05f3\\u05f4\\u0f0b\\u30fb]';
/** A label of a domain: no blanks, no punctuation but joints. */
const label = `(?:${labelJoints}|[^\\s\\p{P}<=>+\\|])+`;

export const match: OptionSet = {
  ...set(
    'Match',
    'text',
    {
      ...patterns,
      Email: `(?:(?:[\\{\\}]|[^\\s@<>,;:\\\\"\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}])+@(?:${label}\\.)+${label})`,
      Hyphen: '-',
    },
    { acceptsBacking: true, concatenates: true },
  ),
  legacy: set(
    'Match',
    'text',
    { ...patterns, Email: '.+@.+\\.[^\\.]{2,}', Hyphen: '\\-' },
    { acceptsBacking: true, concatenates: true },
  ),
};

export const color = set('Color', 'color', Object.fromEntries(namedColors), { coercesToBacking: true });

/** What `DataSourceInfo` can be asked. */
export const dataSourceInfo = set(
  'DataSourceInfo',
  'text',
  words(
    'AllowedValues', 'CreatePermission', 'DeletePermission', 'DisplayName', 'EditPermission', 'MaxLength', 'MaxValue', 'MinValue',
    'ReadPermission', 'Required',
  ),
); // prettier-ignore

export const removeFlags = set('RemoveFlags', 'text', words('All'), { acceptsBacking: true });

/** Where `Launch` opens an address: beside the app, or in its place. A name of one's own works as well. */
export const launchTarget = set('LaunchTarget', 'text', { New: '_blank', Replace: '_self' }, { acceptsBacking: true });

export const formMode = set('FormMode', 'text', words('Edit', 'New', 'View'), { acceptsBacking: true, coercesToBacking: true });

/** All of them, by name. */
export const builtInEnums: readonly OptionSet[] = [
  startOfWeek,
  timeUnit,
  sortOrder,
  dateTimeFormat,
  errorKind,
  jsonFormat,
  traceSeverity,
  traceOptions,
  joinType,
  match,
  matchOptions,
  color,
  dataSourceInfo,
  removeFlags,
  launchTarget,
  formMode,
];
