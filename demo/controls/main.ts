import { applyTheme, catalogue, rowText, tableOfValues, type ControlElement } from '../../src/controls/index.ts';
import { isRow } from '../../src/formula/index.ts';
import { KindPage } from './kind-page.ts';
import { kinds, samples, type Sample } from './kinds.ts';

/** A figure with one control in one state. */
function figure(caption: string, sample: Sample): HTMLElement {
  const stage = document.createElement('div');
  stage.className = 'stage';
  stage.append(sample.create());
  const text = document.createElement('figcaption');
  text.textContent = caption;
  const whole = document.createElement('figure');
  whole.append(text, stage);
  return whole;
}

function statesOf({ wide, loose }: (typeof kinds)[number], states: (typeof kinds)[number]['states']): HTMLElement {
  const grid = document.createElement('div');
  grid.className = loose === true ? 'states loose' : wide === true ? 'states wide' : 'states';
  grid.append(...states.map(([caption, sample]) => figure(caption, sample)));
  return grid;
}

function section(kind: (typeof kinds)[number]): HTMLElement {
  const whole = document.createElement('section');
  whole.className = 'kind';
  const heading = document.createElement('h2');
  heading.textContent = kind.title;
  const summary = document.createElement('p');
  summary.textContent = kind.text;
  whole.append(heading, summary, statesOf(kind, kind.states));
  return whole;
}

const categories = {
  input: 'Input',
  display: 'Display',
  list: 'Lists and data',
  layout: 'Layout',
  screen: 'Screens',
  media: 'Media',
  shape: 'Shapes',
};

const shownKinds = catalogue.map(({ definition }) => definition).filter(({ tag }) => samples.has(tag));

function rail(): void {
  const nav = document.getElementById('rail')!;
  const link = (text: string, hash: string): HTMLElement => {
    const anchor = document.createElement('a');
    anchor.href = hash;
    anchor.textContent = text;
    return anchor;
  };
  const groups = Object.entries(categories).map(([category, title]) => {
    const names = shownKinds.filter((definition) => definition.category === category).map(({ name }) => name);
    const group = document.createElement('div');
    group.className = 'group';
    const heading = document.createElement('h2');
    heading.textContent = title;
    group.append(heading, ...names.toSorted((a, b) => a.localeCompare(b)).map((name) => link(name, `#${name}`)));
    return group;
  });
  nav.append(link('Every kind, every state', '#'), ...groups);
}

/** The page that the address names: a kind's own, or all of them. */
function show(): void {
  const name = decodeURIComponent(location.hash.slice(1));
  const definition = shownKinds.find((kind) => kind.name === name);
  const main = document.getElementById('kinds')!;
  main.replaceChildren();
  if (definition === undefined) main.append(...kinds.map(section));
  else {
    const root = document.createElement('div');
    root.className = 'kind-page';
    main.append(root);
    const states = kinds.flatMap((kind) => {
      const own = kind.states.filter(([, { tag }]) => tag === definition.tag);
      return own.length === 0 ? [] : [statesOf(kind, own)];
    });
    new KindPage(definition, samples.get(definition.tag)!, states, root).show();
  }
  document.title = definition === undefined ? 'Fxloom controls' : `${definition.name} – Fxloom controls`;
  for (const anchor of document.querySelectorAll('#rail a')) {
    const current = anchor.getAttribute('href') === (definition === undefined ? '#' : `#${definition.name}`);
    if (current) anchor.setAttribute('aria-current', 'page');
    else anchor.removeAttribute('aria-current');
  }
  scrollTo(0, 0);
}

const brands = new Map([
  ['Blue', '#0f6cbd'],
  ['Teal', '#03787c'],
  ['Violet', '#6b3fa0'],
  ['Crimson', '#b4262c'],
  ['Lime', '#8cbd18'],
  ['Graphite', '#4f5b66'],
]);

function onChoice(id: string, use: (text: string) => void): void {
  const control = document.getElementById(id) as ControlElement;
  control.addEventListener('change', () => {
    const selected = control.read('Selected');
    if (isRow(selected)) use(rowText(selected));
  });
}

rail();
show();
addEventListener('hashchange', show);
(document.getElementById('brand') as ControlElement).assign('Items', tableOfValues([...brands.keys()]));

const root = document.documentElement;
const setScheme = (name: string): void => {
  root.classList.toggle('light', name === 'Light');
  root.classList.toggle('dark', name === 'Dark');
};
onChoice('scheme', setScheme);
onChoice('brand', (name) => applyTheme(root, { brand: brands.get(name)! }));
document.getElementById('density')!.addEventListener('change', (event) => {
  applyTheme(root, { density: (event.target as ControlElement).read('Value') === true ? 'compact' : 'comfortable' });
});
document.getElementById('direction')!.addEventListener('change', (event) => {
  root.dir = (event.target as ControlElement).read('Value') === true ? 'rtl' : 'ltr';
});

// `?scheme=Dark&brand=Teal` shows the page so at once.
const wanted = new URLSearchParams(location.search);
setScheme(wanted.get('scheme') ?? 'System');
const brand = brands.get(wanted.get('brand') ?? '');
if (brand !== undefined) applyTheme(root, { brand });
