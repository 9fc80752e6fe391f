/* What the page of the benchmark does when it is told to: one contender in each page. */
import { boxes } from './boxes.ts';
import { drawn, type Boxes, type List } from './contender.ts';
import { lists } from './lists.ts';

let shown: Boxes | undefined;
let list: List | undefined;
const box = (): HTMLElement => document.body;
let turn = 0;

const page = {
  async mountBoxes(name: string, count: number): Promise<void> {
    shown = boxes[name]!();
    await shown.mount(box(), count, 'Value 0');
    await drawn();
  },
  async updateBoxes(times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      shown!.update(`Value ${++turn}`);
      await drawn();
    }
  },
  async mountList(name: string, count: number): Promise<void> {
    list = lists[name]!();
    await list.mount(box(), count);
    // Some put their rows in later, but a list without rows is not shown.
    do await drawn();
    while (list.texts().length === 0);
  },
  async scroll(frames: number, distance: number): Promise<void> {
    const scroller = list!.scroller();
    for (let i = 0; i < frames; i++) {
      scroller.scrollTop += distance;
      await new Promise(requestAnimationFrame);
    }
    await drawn();
  },
  texts: (): string[] => list!.texts(),
  names: { boxes: Object.keys(boxes), lists: Object.keys(lists) },
};

export type BenchPage = typeof page;
Object.assign(globalThis, { bench: page });
