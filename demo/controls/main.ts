import { applyTheme, rowText, tableOfValues, type ControlElement } from '../../src/controls/index.ts';
import { isRow } from '../../src/formula/index.ts';
import { kinds } from './kinds.ts';

/** A figure with one control in one state. */
function figure(caption: string, element: HTMLElement): HTMLElement {
  const stage = document.createElement('div');
  stage.className = 'stage';
  stage.append(element);
  const text = document.createElement('figcaption');
  text.textContent = caption;
  const whole = document.createElement('figure');
  whole.append(text, stage);
  return whole;
}

function section({ title, text, wide, loose, states }: (typeof kinds)[number]): HTMLElement {
  const whole = document.createElement('section');
  whole.className = 'kind';
  whole.id = title.toLowerCase().replaceAll(' ', '-');
  const heading = document.createElement('h2');
  heading.textContent = title;
  const summary = document.createElement('p');
  summary.textContent = text;
  const grid = document.createElement('div');
  grid.className = loose === true ? 'states loose' : wide === true ? 'states wide' : 'states';
  grid.append(...states.map(([caption, make]) => figure(caption, make())));
  whole.append(heading, summary, grid);
  return whole;
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

document.getElementById('kinds')!.append(...kinds.map(section));
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

// `?scheme=Dark&brand=Teal` shows the page so at once.
const wanted = new URLSearchParams(location.search);
setScheme(wanted.get('scheme') ?? 'System');
const brand = brands.get(wanted.get('brand') ?? '');
if (brand !== undefined) applyTheme(root, { brand });
