import { expect } from 'chai';
import type { App, AppElement } from '../../src/app/index.ts';
import '../../src/app/index.ts';

const text = `
Screens:
  Home:
  List:
  Detail:
`;
const src = URL.createObjectURL(new Blob([text]));

async function show(): Promise<{ readonly element: AppElement; readonly app: App }> {
  const element = document.createElement('fx-app');
  element.setAttribute('history', '');
  element.src = src;
  document.body.append(element);
  const app = await element.ready;
  await app.start();
  return { element, app };
}

const go = (app: App, name: string): void => app.navigate(app.control(name), 'Cover', null);

async function until(what: string, condition: () => boolean): Promise<void> {
  for (let i = 0; !condition(); i++) {
    if (i > 400) throw new Error(`never came: ${what}; ${location.hash}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('the history of the browser', () => {
  it('follows the app, and the app follows it', async () => {
    const { element, app } = await show();
    const at = (screen: string, depth: number) =>
      until(
        `${screen} ${depth}`,
        () => location.hash === `#screen=${screen}` && app.screen?.name === screen && app.navigation.depth === depth,
      );
    await at('Home', 0);
    go(app, 'List');
    go(app, 'Detail');
    await at('Detail', 2);
    const moves: string[] = [];
    const stop = app.moves.add(({ transition }) => moves.push(transition));
    history.back();
    await at('List', 1);
    expect(moves).to.deep.equal(['UnCover']);
    stop();
    history.forward();
    await at('Detail', 2);
    app.back(null);
    await at('List', 1);
    location.hash = '#screen=Home';
    await at('Home', 2);
    location.hash = '#screen=Nobody';
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(app.screen?.name).to.equal('Home');
    element.remove();
    await new Promise((resolve) => setTimeout(resolve, 10));
    history.back();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(app.screen?.name).to.equal('Home');
  });

  it('opens the screen that the address names', async () => {
    history.replaceState(null, '', '#screen=Detail&other=1');
    const { element, app } = await show();
    expect(app.screen?.name).to.equal('Detail');
    expect(location.hash).to.equal('#screen=Detail&other=1');
    element.remove();
  });
});
