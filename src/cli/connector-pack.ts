import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectText } from '../connectors/index.ts';
import { brandColorProblem, iconProblem, packageOf } from '../connectors/publish/index.ts';

const usage = `Usage: fxloom connector pack FILE --out FOLDER --publisher NAME --color #RRGGBB [--stack-owner NAME] [--icon FILE.png]`;

/**
 * `fxloom connector pack FILE --out FOLDER …`: writes the folder that certification expects: apiDefinition.swagger.json (OpenAPI 3 is written as
 * Swagger 2.0, and what cannot be expressed there is said), apiProperties.json, readme.md, icon.png. The folder appears whole or not at
 * all; one that is there already is not touched. Exit code 1 where something got lost, 2 where nothing was written.
 */
export async function connectorPack(args: readonly string[]): Promise<number> {
  const [file] = args;
  const option = (name: string): string | undefined => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const [out, publisher, color, owner, icon] = ['--out', '--publisher', '--color', '--stack-owner', '--icon'].map(option);
  if (file === undefined || file.startsWith('--') || out === undefined || publisher === undefined || color === undefined) {
    console.error(usage);
    return 2;
  }
  const draft = `${out}.${process.pid}.tmp`;
  try {
    if (existsSync(out)) throw new Error(`The folder ${out} is there already; name another, or move it away.`);
    const wrongColor = brandColorProblem(color);
    if (wrongColor !== undefined) throw new Error(wrongColor);
    const picture = icon === undefined ? undefined : new Uint8Array(await readFile(icon));
    const wrongIcon = picture && iconProblem(picture);
    if (wrongIcon !== undefined) throw new Error(wrongIcon);
    const connector = await connectText(await readFile(file, 'utf8'), { namespace: 'Connector', live: false });
    const unread = connector.diagnostics.find(({ code }) => code === 'not-a-definition' || code === 'too-large');
    if (unread !== undefined) throw new Error(unread.message);
    const facts = { publisher, iconBrandColor: color, ...(owner !== undefined && { stackOwner: owner }) };
    const { files, losses } = packageOf(connector, facts);
    await mkdir(draft, { recursive: true });
    for (const [name, text] of files) await writeFile(join(draft, name), text);
    if (picture !== undefined) await writeFile(join(draft, 'icon.png'), picture);
    await rename(draft, out);
    for (const { pointer, message } of losses) console.error(`${pointer}: ${message}`);
    console.log(`${out}: ${[...files.keys(), ...(picture === undefined ? [] : ['icon.png'])].join(', ')}`);
    if (picture === undefined) console.log('There is no icon; certification wants one (--icon FILE.png).');
    return losses.length === 0 ? 0 : 1;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    console.error(error instanceof Error ? error.message : String(error));
    return 2;
  }
}
