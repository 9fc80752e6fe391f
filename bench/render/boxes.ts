import { html, render } from 'lit';
import '../../src/player.ts';
import '../../src/controls/button.ts';
import type { AppElement } from '../../src/app/element.ts';
import type { ControlElement } from '../../src/controls/core.ts';
import type { Boxes } from './contender.ts';

const WIDTH = 90;
const HEIGHT = 24;

const place = (index: number): readonly [x: number, y: number] => [(index % 10) * WIDTH, Math.floor(index / 10) * HEIGHT];

/** The box of a label: the same declarations as the control's, without the choices that a formula could make. */
const css = `
  :host, .host { box-sizing: border-box; position: absolute; display: inline-block; overflow: hidden; width: ${WIDTH}px; height: ${HEIGHT}px;
    color: #242424; font: 400 14px/20px sans-serif; text-align: start; overflow-wrap: break-word; background-color: transparent; border: 0 solid #d1d1d1 }
  .rest { box-sizing: border-box; display: block; width: 100%; height: 100%; margin: 0; border: 0; padding: 0 5px; align-content: safe center }
  .text { white-space: pre-wrap }`;

let sheet: CSSStyleSheet | undefined;
function ownSheet(): CSSStyleSheet {
  if (sheet === undefined) (sheet = new CSSStyleSheet()).replaceSync(css);
  return sheet;
}

/** A custom element as one writes it by hand: a shadow tree, a box, a text. */
class PlainBox extends HTMLElement {
  readonly #text = document.createTextNode('');
  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [ownSheet()];
    const box = document.createElement('div');
    box.className = 'rest';
    const span = document.createElement('span');
    span.className = 'text';
    span.append(this.#text);
    box.append(span);
    root.append(box);
  }
  set text(value: string) {
    this.#text.data = value;
  }
}
customElements.define('plain-box', PlainBox);

function elements(): Boxes {
  const all: PlainBox[] = [];
  return {
    mount(box, count, text) {
      for (let index = 0; index < count; index++) {
        const element = document.createElement('plain-box') as PlainBox;
        const [x, y] = place(index);
        element.style.setProperty('left', `${x}px`);
        element.style.setProperty('top', `${y}px`);
        element.text = text;
        all.push(element);
      }
      box.append(...all);
    },
    update(text) {
      for (const element of all) element.text = text;
    },
  };
}

function light(): Boxes {
  const all: Text[] = [];
  return {
    mount(box, count, text) {
      document.adoptedStyleSheets = [ownSheet()];
      for (let index = 0; index < count; index++) {
        const host = document.createElement('div');
        const [x, y] = place(index);
        host.className = 'host';
        host.style.setProperty('left', `${x}px`);
        host.style.setProperty('top', `${y}px`);
        const rest = document.createElement('div');
        rest.className = 'rest';
        const span = document.createElement('span');
        span.className = 'text';
        const node = document.createTextNode(text);
        span.append(node);
        rest.append(span);
        host.append(rest);
        box.append(host);
        all.push(node);
      }
    },
    update(text) {
      for (const node of all) node.data = text;
    },
  };
}

/** Controls in a container, as an app assigns them. */
function controls(tag: string): Boxes {
  const all: ControlElement[] = [];
  return {
    mount(box, count, text) {
      const container = document.createElement('fx-group-container') as ControlElement;
      container.assign('Width', WIDTH * 10);
      container.assign('Height', (HEIGHT * count) / 10);
      for (let index = 0; index < count; index++) {
        const element = document.createElement(tag) as ControlElement;
        const [x, y] = place(index);
        for (const [name, value] of Object.entries({ X: x, Y: y, Width: WIDTH, Height: HEIGHT, Text: text }))
          element.assign(name, value);
        all.push(element);
      }
      container.append(...all);
      box.append(container);
    },
    update(text) {
      for (const element of all) element.assign('Text', text);
    },
  };
}

/** A whole app: a thousand labels whose formula reads one variable. */
function app(): Boxes {
  let running: AppElement;
  return {
    async mount(box, count, text) {
      const lines = ['Screens:', '  Home:', '    Properties:', `      Height: =${(HEIGHT * count) / 10}`, '    Children:'];
      for (let index = 0; index < count; index++) {
        const [x, y] = place(index);
        lines.push(`      - Label${index}:`, '          Control: Label', '          Properties:');
        for (const line of [`X: =${x}`, `Y: =${y}`, `Width: =${WIDTH}`, `Height: =${HEIGHT}`, 'Text: =shown'])
          lines.push(`            ${line}`);
      }
      running = document.createElement('fx-app');
      running.variables = { shown: text };
      running.src = URL.createObjectURL(new Blob([`${lines.join('\n')}\n`], { type: 'text/plain' }));
      box.append(running);
      await running.ready;
    },
    update(text) {
      running.set('shown', text);
    },
  };
}

/** One template of Lit for all boxes, in the light. */
function template(): Boxes {
  let target: HTMLElement;
  let shown = 0;
  const draw = (text: string): void => {
    const boxes = Array.from({ length: shown }, (_, index) => index);
    render(
      html`${boxes.map(
        (index) =>
          html`<div class="host" data-at=${index}>
            <div class="rest"><span class="text">${text}</span></div>
          </div>`,
      )}`,
      target,
    );
  };
  return {
    mount(box, count, text) {
      document.adoptedStyleSheets = [ownSheet()];
      [target, shown] = [box, count];
      draw(text);
      for (const [index, host] of [...box.querySelectorAll<HTMLElement>('.host')].entries()) {
        const [x, y] = place(index);
        host.style.setProperty('left', `${x}px`);
        host.style.setProperty('top', `${y}px`);
      }
    },
    update: draw,
  };
}

export const boxes: { readonly [name: string]: () => Boxes } = {
  'elements by hand': elements,
  'light boxes by hand': light,
  'one template of Lit': template,
  'fx-label': () => controls('fx-label'),
  'fx-button': () => controls('fx-button'),
  'fx-app with labels': app,
};
