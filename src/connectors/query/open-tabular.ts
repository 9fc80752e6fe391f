import { FormulaError, type Json } from '../../formula/core.ts';
import { member, textMember } from '../json.ts';
import type { EntitySet } from './entity-model.ts';
import { jsonAt } from './json-at.ts';
import { entityConnector } from './open-odata.ts';
import type { Opened, TableSettings } from './table-service.ts';
import { readTabular } from './tabular-model.ts';

/** Which tables of a tabular connector are opened. */
export interface TabularSettings extends TableSettings {
  /** One of its datasets; its only one unless given. */
  readonly dataset?: string;
  /** The names of some tables; all unless given. */
  readonly only?: readonly string[];
}

const API_VERSION = 'api-version=2015-09-01';

/** At the same time, so that a service with a thousand tables is not run over. */
const AT_ONCE = 6;

/**
 * The tables of a tabular connector: datasets, tables and items (Microsoft's custom connector documentation, "Tabular connectors"). What each
 * table can be asked is what its own metadata says.
 *
 * @param address that `/datasets` is below
 */
export async function openTabular(address: string, settings: TabularSettings): Promise<Opened> {
  const base = address.replace(/[?#].*$/, '').replace(/\/+$/, '');
  const problem = (what: string): Opened => ({ problem: `${settings.namespace}: ${what}` });
  const ask = (path: string): Promise<Json | FormulaError> => jsonAt(base, path, settings);

  const general = await ask('/$metadata.json/datasets');
  const twice = textMember(member(general, 'tabular'), 'urlEncoding') === 'double';
  const encoded = (name: string): string => (twice ? encodeURIComponent(encodeURIComponent(name)) : encodeURIComponent(name));

  const dataset = settings.dataset ?? (await onlyName(ask('/datasets')));
  if (dataset instanceof FormulaError) return problem(`its datasets cannot be read: ${dataset.message}`);
  if (Array.isArray(dataset))
    return problem(`it has ${dataset.length} datasets, so "dataset" must name one: ${dataset.slice(0, 10).join(', ')}.`);
  const within = `/datasets/${encoded(dataset as string)}`;
  const listed = settings.only ?? (await namesAt(ask(`${within}/tables`)));
  if (listed instanceof FormulaError) return problem(`the tables of ${String(dataset)} cannot be read: ${listed.message}`);

  const sets: EntitySet[] = [];
  const wrong: string[] = [];
  const open = [...listed];
  const work = async (): Promise<void> => {
    for (let name = open.shift(); name !== undefined; name = open.shift()) {
      const found = await ask(`/$metadata.json${within}/tables/${encoded(name)}?${API_VERSION}`);
      const path = `${within.slice(1)}/tables/${encoded(name)}/items`;
      const set = found instanceof FormulaError ? found.message : readTabular(found, plainName(name), path);
      if (typeof set === 'string') wrong.push(`${name}: ${set}`);
      else sets.push(set);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (sets.length === 0) return problem(wrong.length === 0 ? 'it has no tables.' : wrong.join(' '));
  // In the order of the service, whichever answered first.
  const order = listed.map(plainName);
  sets.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  return { connector: entityConnector({ version: '4.0', sets }, base, settings, 'segment') };
}

/** `[dbo].[Orders]` is called `Orders`. */
const plainName = (name: string): string => /\[([^\]]+)\]$/.exec(name)?.[1] ?? name;

async function namesAt(asked: Promise<Json | FormulaError>): Promise<readonly string[] | FormulaError> {
  const answer = await asked;
  if (answer instanceof FormulaError) return answer;
  const list = Array.isArray(answer) ? answer : member(answer, 'value');
  return (Array.isArray(list) ? list : []).flatMap((item) => textMember(item, 'Name') ?? textMember(item, 'name') ?? []);
}

async function onlyName(asked: Promise<Json | FormulaError>): Promise<string | readonly string[] | FormulaError> {
  const names = await namesAt(asked);
  return names instanceof FormulaError || names.length !== 1 ? names : names[0]!;
}
