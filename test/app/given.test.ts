import { expect } from 'chai';
import type { App, AppElement, ControlModel } from '../../src/app/index.ts';
import { allControls, AppDocument } from '../../src/app/index.ts';
import type { Value } from '../../src/formula/index.ts';
import { data, dataFiles } from '../environment/data.ts';

const folders = ['payaml-given', 'snippets-given'];
const names = (
  await Promise.all(folders.map(async (folder) => (await dataFiles(`apps/${folder}`)).map((file) => `apps/${folder}/${file}`)))
)
  .flat()
  .filter((name) => name.endsWith('.pa.yaml'));
const texts = new Map(await Promise.all(names.map(async (name) => [name, (await data(name))!] as const)));

/** The page's own reports of what went wrong while something was done. */
async function errorsOf(work: () => Promise<void>): Promise<string[]> {
  const errors: string[] = [];
  const note = (event: ErrorEvent): number => errors.push(event.message);
  const { error } = console;
  console.error = (...parts: unknown[]) => void errors.push(parts.map(String).join(' '));
  window.addEventListener('error', note);
  await work();
  window.removeEventListener('error', note);
  console.error = error;
  return errors;
}

/** A screen with an instance of each component of a file, for files that have no screen of their own. */
function withScreen(text: string): string {
  const { components, screens } = new AppDocument([{ name: 'a', text }]);
  if (components.length === 0 || screens.length > 0) return text;
  const instance = ({ name }: { readonly name: string }): string =>
    `      - ${name}_1:\n          Control: CanvasComponent\n          ComponentName: ${name}\n`;
  return `${text.trimEnd()}\nScreens:\n  Shown:\n    Children:\n${components.map(instance).join('')}`;
}

/** A value that a user might choose in an input of a type. */
const chosen: { readonly [kind: string]: Value } = { text: 'typed', number: 3, boolean: true };

/** Presses a control, and changes what can be chosen in it, here and inside of it; in galleries in the first row. Gives how many it used. */
async function use(app: App, control: ControlModel): Promise<number> {
  let used = 1;
  const { gallery } = control;
  const items = gallery?.gallery === undefined ? gallery?.property('Items')?.node.read() : undefined;
  const row = gallery !== undefined && Array.isArray(items) && items.length > 0 ? app.row(gallery.path, 0) : undefined;
  if (gallery === undefined || row !== undefined) {
    for (const event of Object.keys(control.kind?.definition.events ?? {}))
      if (event === 'OnSelect') await app.run(control, event, row);
    for (const [name, definition] of Object.entries(control.kind?.definition.properties ?? {})) {
      const value = chosen[definition.type.kind];
      if (definition.direction === undefined || definition.direction === 'in' || value === undefined) continue;
      app.choose(control, name, value, row);
      app.graph.flush();
      await app.run(control, 'OnChange', row);
    }
  }
  for (const child of control.children) used += await use(app, child);
  return used;
}

const found = { files: 0, screens: 0, controls: 0, formulas: 0 };
const reasons = new Map<string, string[]>();

describe('apps of others', function () {
  this.timeout(60_000);
  if (names.length === 0) it.skip('needs FXLOOM_DATA');

  after(() => {
    const { files, screens, controls, formulas } = found;
    const codes = [...reasons].map(([code, places]) => `${code} ${places.length}`).toSorted();
    // What is wrong with each, with its place: `fxloom check FILE`.
    console.log(
      `${files} files, ${screens} screens, ${controls} controls used, ${formulas} formulas checked: ${codes.join(', ')}`,
    );
  });

  for (const name of names) {
    it(`are shown and used, each screen of ${name.split('/').at(-1)}`, async () => {
      const text = withScreen(texts.get(name)!);
      const element: AppElement = document.createElement('fx-app');
      const src = URL.createObjectURL(new Blob([text]));
      let diagnostics: App['diagnostics'] = [];
      const errors = await errorsOf(async () => {
        element.src = src;
        document.body.append(element);
        const app = await element.ready;
        ({ diagnostics } = app);
        for (const screen of app.program.model.screens) {
          app.navigate(screen, null, null);
          app.graph.flush();
          found.screens++;
          await new Promise((resolve) => requestAnimationFrame(resolve));
          found.controls += await use(app, screen);
        }
        await app.idle();
        await new Promise((resolve) => requestAnimationFrame(resolve));
        element.remove();
        URL.revokeObjectURL(src);
      });
      expect(errors).to.deep.equal([]);
      const document_ = new AppDocument([{ name, text }]);
      found.files++;
      for (const { properties } of [document_.app, ...allControls([...document_.screens, ...document_.components])])
        found.formulas += properties.size;
      // Whatever is wrong has a place in the file, and a reason.
      for (const { line, column, message, code, severity, control, property } of diagnostics) {
        expect(line * column).to.be.greaterThan(0);
        expect(message).to.match(/\S/);
        if (severity === 'error')
          reasons.set(code, [...(reasons.get(code) ?? []), `${name.split('/').at(-1)!}: ${control ?? ''}.${property ?? ''}`]);
      }
    });
  }

  it('change only the lines of what is edited, a thousand times', () => {
    // Chance that is the same each time.
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const formulas = ['1', '"a: b # c"', 'If(x,\n    1,\n    2)', 'RGBA(1, 2, 3, 1)', "'Quoted name'.Text", null];
    const documents = names.map((name) => new AppDocument([{ name, text: texts.get(name)! }]));
    for (let i = 0; i < 1000; i++) {
      const document_ = documents[random(documents.length)]!;
      const owners = [...allControls([...document_.screens, ...document_.components])].filter(
        ({ properties }) => properties.size > 0,
      );
      const owner = owners[random(owners.length)];
      if (owner === undefined) continue;
      const property = [...owner.properties.keys(), 'Tooltip'][random(owner.properties.size + 1)]!;
      const formula = formulas[random(formulas.length)]!;
      const before = document_.files[0]!.text;
      const others = othersOf(document_, owner.path, property);
      document_.edit(owner, property, formula);
      const after = document_.files[0]!.text;
      const what = `${document_.files[0]!.name} ${owner.path.join('/')}.${property} = ${String(formula)}`;
      expect(document_.diagnostics, what).to.deep.equal([]);
      expect(othersOf(document_, owner.path, property), what).to.deep.equal(others);
      // What stands before and after the change is the same, character for character.
      const lines = after.split('\n');
      const old = before.split('\n');
      let same = 0;
      while (same < old.length && old[same] === lines[same]) same++;
      let end = 0;
      while (end < old.length - same && end < lines.length - same && old.at(-1 - end) === lines.at(-1 - end)) end++;
      const written = owner.properties.get(property)?.formula.split('\n').length ?? 0;
      expect(old.length - end - same, what).to.be.at.most(written + 3);
    }
  });
});

/** All formulas of a document but one, by path and name. */
function othersOf(source: AppDocument, path: readonly string[], property: string): Map<string, string> {
  const all = new Map<string, string>();
  for (const control of allControls([...source.screens, ...source.components])) {
    for (const [name, { formula }] of control.properties) all.set(`${control.path.join('/')}.${name}`, formula);
  }
  all.delete(`${path.join('/')}.${property}`);
  return all;
}
