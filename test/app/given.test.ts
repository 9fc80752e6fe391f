import { expect } from 'chai';
import type { AppElement } from '../../src/app/index.ts';
import { AppDocument, createApp } from '../../src/app/index.ts';
import { data, dataFiles } from '../environment/data.ts';

const folders = ['payaml-given', 'snippets-given'];
const files = (
  await Promise.all(folders.map(async (folder) => (await dataFiles(`apps/${folder}`)).map((file) => `apps/${folder}/${file}`)))
).flat();

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

describe('apps of others', function () {
  this.timeout(30_000);
  if (files.length === 0) it.skip('needs FXLOOM_DATA');
  for (const file of files.filter((name) => name.endsWith('.pa.yaml'))) {
    it(`are built and shown, each screen of ${file.split('/').at(-1)}`, async () => {
      const text = (await data(file))!;
      const element: AppElement = document.createElement('fx-app');
      const src = URL.createObjectURL(new Blob([text]));
      const errors = await errorsOf(async () => {
        element.src = src;
        document.body.append(element);
        const app = await element.ready;
        for (const screen of app.program.model.screens) {
          app.navigate(screen, null, null);
          app.graph.flush();
          await new Promise((resolve) => requestAnimationFrame(resolve));
        }
        await app.idle();
        element.remove();
        URL.revokeObjectURL(src);
      });
      expect(errors).to.deep.equal([]);
      // Whatever is wrong has a place in the file.
      const app = createApp(new AppDocument([{ name: file, text }]));
      for (const { line, column, message } of app.diagnostics) {
        expect(line * column).to.be.greaterThan(0);
        expect(message).to.match(/\S/);
      }
    });
  }
});
