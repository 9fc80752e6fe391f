import { provideFunctions } from '../built-in-scope.ts';
import type { FunctionDefinition } from '../function.ts';

/** The names of the functions of a group, and where they are. */
type Group = readonly [names: string, load: () => Promise<readonly FunctionDefinition[]>];

/**
 * Functions that a page loads when a formula names one of them. What is used together, or by the same kind of app, is one group. A program that
 * imports the whole language has them from the start (`index.ts`).
 */
// oxfmt-ignore
export const groups: readonly Group[] = [
  ['Date Time DateTime Now Today UTCNow UTCToday IsToday IsUTCToday Year Month Day Hour Minute Second Weekday WeekNum ISOWeekNum TimeZoneOffset DateAdd DateDiff EDate EOMonth', async () => (await import('./groups/dates.ts')).dateGroup],
  ['Text Calendar.MonthsLong Calendar.WeekdaysLong Calendar.MonthsShort Calendar.WeekdaysShort Clock.AmPm Clock.AmPmShort Clock.IsClock24', async () => (await import('./groups/formats.ts')).formatGroup],
  ['EncodeUrl EncodeHTML PlainText', async () => (await import('./text-encoding.ts')).textEncodings],
  ['IsMatch Match MatchAll', async () => (await import('./regex.ts')).regularExpressions],
  ['Pi Degrees Radians Sin Cos Tan Cot Asin Acos Atan Acot Atan2', async () => (await import('./number-trigonometry.ts')).trigonometry],
  ['Summarize GroupBy Ungroup Join', async () => (await import('./groups/combining.ts')).combiningGroup],
  ['ParseJSON JSON AsType IsType ColumnNames Column', async () => (await import('./json.ts')).json],
  ['Collect ClearCollect Clear Patch Remove RemoveIf UpdateIf Trace Defaults DataSourceInfo Choices Validate Errors Revert Update Relate Unrelate', async () => (await import('./groups/changes.ts')).changeGroup],
  ['EditForm NewForm ViewForm ResetForm SubmitForm User Param Launch Copy Download Print Confirm Exit RequestHide SaveData LoadData ClearData', async () => (await import('./groups/host.ts')).hostGroup],
];

/** A name that is called: with or without quotes, with spaces and comments before the parenthesis. */
const called =
  /(?<![\p{L}\p{N}\p{M}\p{Pc}\p{Cf}])([\p{L}\p{Nl}_][\p{L}\p{N}\p{M}\p{Pc}\p{Cf}]*)'?(?:\s|\/\*[^]*?\*\/|\/\/.*)*\(/gu;

/** The groups of the functions that texts of formulas call. */
export function groupsOf(texts: Iterable<string>): Group[] {
  const names = new Set<string>();
  for (const text of texts) for (const [, name] of text.matchAll(called)) names.add(name!);
  return groups.filter(([line]) => line.split(' ').some((name) => names.has(name.slice(name.indexOf('.') + 1))));
}

/**
 * Loads the functions that texts of formulas call, where they are not there yet: after that the texts can be checked and evaluated. Without
 * texts it loads all functions of the language.
 */
export async function loadFunctions(texts?: Iterable<string>): Promise<void> {
  const wanted = texts === undefined ? groups : groupsOf(texts);
  await Promise.all(wanted.map(async ([, load]) => provideFunctions(await load())));
}
