import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { AppDocument } from '../app/index.ts';
import { openPackage, RESOURCES, type AppPackage } from '../app/package/index.ts';
import { isFree, writeFolder, type FileToWrite } from './write-whole.ts';

const usage = 'Usage: fxloom app import FILE [FOLDER] [--app NAME] [--force]';

/**
 * `fxloom app import FILE [FOLDER]`: unpacks the source and the media of an app (`.msapp`) or of a solution with apps in it (`.zip`) into a
 * folder, named after the app unless it is given; of several apps one that `--app` names, or each into a folder of its own. A folder with
 * something in it is only replaced with `--force`. Exit code 1 where something cannot be read, 2 for wrong arguments.
 */
export async function importCommand(args: readonly string[]): Promise<number> {
  const options = { app: { type: 'string' }, force: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true, strict: false });
  const [file, folder] = positionals;
  if (file === undefined || positionals.length > 2) return complain(usage, 2);
  const { apps, diagnostics } = await openPackage(new Uint8Array(await readFile(file)), basename(file));
  for (const { file: where, message } of diagnostics) console.error(`${where}: ${message}`);
  const wanted = typeof values.app === 'string' ? apps.filter(({ name }) => name === values.app) : apps;
  if (wanted.length === 0 && apps.length > 0)
    return complain(`There is no app ${String(values.app)} in it, only ${apps.map(({ name }) => name).join(', ')}.`, 2);
  for (const app of wanted) {
    const own = folderName(app.name);
    const place = folder === undefined ? own : wanted.length === 1 ? folder : join(folder, own);
    if (values.force !== true && !(await isFree(place)))
      return complain(`${place} is there already. Name another folder, or give --force to replace it.`, 1);
    await writeFolder(place, filesOf(app));
    report(app, place);
  }
  return diagnostics.length > 0 || wanted.length === 0 ? 1 : 0;
}

function filesOf({ files, media, resources }: AppPackage): FileToWrite[] {
  return [
    ...files.map(({ name, text }) => ({ name, data: text })),
    ...media.map(({ path, bytes }) => ({ name: path, data: bytes })),
    ...(resources === undefined ? [] : [{ name: RESOURCES, data: resources }]),
  ];
}

function report(app: AppPackage, place: string): void {
  const { screens, dataSources } = new AppDocument(app.files);
  const counts = [
    [app.files.length, 'file'],
    [screens.length, 'screen'],
    [app.media.length, 'media file'],
  ] as const;
  console.log(`${app.name} → ${place}: ${counts.map(([count, what]) => `${count} ${what}${count === 1 ? '' : 's'}`).join(', ')}`);
  if (dataSources.length > 0)
    console.log(
      `Its data sources: ${dataSources.map(({ name }) => name).join(', ')}. Bind them in ${join(place, 'connections.json')}.`,
    );
}

/** A name that every file system takes. */
const folderName = (name: string): string => name.replaceAll(/[^\p{L}\p{N}._ -]+/gu, '-').replace(/^[. -]+|[. ]+$/g, '') || 'app';

function complain(message: string, code: number): number {
  console.error(message);
  return code;
}
