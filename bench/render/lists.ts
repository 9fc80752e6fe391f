import { html, render } from 'lit';
import '@lit-labs/virtualizer';
import '../../src/controls/gallery.ts';
import '../../src/controls/label.ts';
import type { Gallery } from '../../src/controls/index.ts';
import type { List } from './contender.ts';
import { people, ROW, WIDTH, WINDOW, type Person } from './rows.ts';

const css = `
  .list { position: relative; width: ${WIDTH}px; height: ${WINDOW}px; overflow: auto; font: 14px/20px sans-serif }
  .row { position: absolute; left: 0; top: 0; width: 100%; height: ${ROW}px; box-sizing: border-box; border-bottom: 1px solid #e0e0e0 }
  .row > span { position: absolute; top: 9px; height: 20px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis }
  .id { left: 8px; width: 72px } .name { left: 90px; width: 250px } .city { left: 350px; width: 140px } .total { left: 500px; width: 120px }`;

function addSheet(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}

const columns = ['id', 'name', 'city', 'total'] as const;
const textOf = (cell: Element): string => ((cell.shadowRoot ?? cell).textContent ?? '').trim();
const inSight = (box: HTMLElement, selector: string): string[] => {
  const { top, bottom } = box.getBoundingClientRect();
  return [...box.querySelectorAll<HTMLElement>(selector)]
    .map((row) => ({ row, place: row.getBoundingClientRect() }))
    .filter(({ place }) => place.top >= top - 1 && place.bottom <= bottom + 1)
    .toSorted((a, b) => a.place.top - b.place.top)
    .map(({ row }) => textOf(row.querySelector('.name')!));
};

/** Rows that scroll away are used again, each a few elements made once: what one writes by hand for speed. */
function byHand(): List {
  let list: HTMLElement;
  return {
    mount(box, count) {
      addSheet();
      const rows = people(count);
      list = document.createElement('div');
      list.className = 'list';
      const space = document.createElement('div');
      space.style.setProperty('height', `${Math.min(count * ROW, 16_000_000)}px`);
      list.append(space);
      box.append(list);
      const live = Math.ceil(WINDOW / ROW) + 7;
      const pool = Array.from({ length: live }, () => {
        const element = document.createElement('div');
        element.className = 'row';
        const texts = columns.map((name) => {
          const cell = document.createElement('span');
          cell.className = name;
          const text = document.createTextNode('');
          cell.append(text);
          element.append(cell);
          return text;
        });
        list.append(element);
        return { element, texts, shows: -1 };
      });
      const show = (): void => {
        const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 3);
        for (let index = first; index < Math.min(rows.length, first + live); index++) {
          const slot = pool[index % live]!;
          if (slot.shows === index) continue;
          slot.shows = index;
          slot.element.style.setProperty('transform', `translateY(${index * ROW}px)`);
          columns.forEach((name, at) => (slot.texts[at]!.data = String(rows[index]![name])));
        }
      };
      list.addEventListener('scroll', show);
      show();
    },
    scroller: () => list,
    texts: () => inSight(list, '.row'),
  };
}

function gallery(controls: boolean): List {
  let element: Gallery;
  return {
    mount(box, count) {
      addSheet();
      element = document.createElement('fx-gallery');
      element.assign('Width', WIDTH);
      element.assign('Height', WINDOW);
      element.assign('TemplateSize', ROW);
      element.assign('Items', people(count) as never);
      const template = document.createElement('template');
      for (const name of columns) {
        const cell = document.createElement(controls ? 'fx-label' : 'span');
        cell.className = name;
        cell.dataset['field'] = name;
        template.content.append(cell);
      }
      element.append(template);
      box.append(element);
    },
    scroller: () => element.renderRoot.querySelector('.scroller')!,
    texts: () => inSight(element, 'fx-gallery-row, fx-gallery-template'),
  };
}

function virtualizer(): List {
  let list: HTMLElement;
  return {
    mount(box, count) {
      addSheet();
      list = document.createElement('div');
      list.className = 'list';
      box.append(list);
      const row = (person: Person) =>
        html`<div class="row" style="width: 100%">
          ${columns.map((name) => html`<span class=${name}>${person[name]}</span>`)}
        </div>`;
      render(html`<lit-virtualizer .items=${people(count)} .renderItem=${row}></lit-virtualizer>`, list);
    },
    scroller: () => list,
    texts: () => inSight(list, '.row'),
  };
}

export const lists: { readonly [name: string]: () => List } = {
  'recycling by hand': byHand,
  'lit-virtualizer': virtualizer,
  'fx-gallery': () => gallery(false),
  'fx-gallery of labels': () => gallery(true),
};
