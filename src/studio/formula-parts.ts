import { EditorSelection, StateEffect, StateField, type Extension } from '@codemirror/state';
import { keymap, type Command, type EditorView } from '@codemirror/view';
import { partAt, partsOf, widerParts, type FormulaContext } from '../formula/index.ts';

/*
 * Selecting by parts: wider and narrower, the part at the caret, and step by step in the order of evaluation.
 */

const remember = StateEffect.define<readonly { readonly from: number; readonly to: number }[]>();

/** The selections that were widened, to go back to. */
const narrower = StateField.define<readonly { readonly from: number; readonly to: number }[]>({
  create: () => [],
  update: (value, { docChanged, effects, selection }) => {
    for (const effect of effects) if (effect.is(remember)) return effect.value;
    return docChanged || selection !== undefined ? [] : value;
  },
});

type Context = () => FormulaContext | undefined;

function select(view: EditorView, from: number, to: number, effects: readonly StateEffect<unknown>[] = []): true {
  view.dispatch({
    selection: EditorSelection.single(from, to),
    effects: [...effects],
    scrollIntoView: true,
    userEvent: 'select',
  });
  return true;
}

const widen =
  (context: Context): Command =>
  (view) => {
    const place = context();
    const { from, to } = view.state.selection.main;
    const [wider] = place === undefined ? [] : widerParts(view.state.doc.toString(), from, to, place);
    if (wider === undefined) return false;
    return select(view, wider.from, wider.to, [remember.of([...view.state.field(narrower), { from, to }])]);
  };

const narrow: Command = (view) => {
  const before = view.state.field(narrower);
  const last = before.at(-1);
  if (last === undefined) return false;
  return select(view, last.from, last.to, [remember.of(before.slice(0, -1))]);
};

/** The smallest part at the caret that has a value; the next wider one where it is selected already. */
const part =
  (context: Context): Command =>
  (view) => {
    const place = context();
    const { from, to, empty } = view.state.selection.main;
    if (place === undefined) return false;
    if (!empty) return widen(context)(view);
    const found = partAt(view.state.doc.toString(), from, to, place);
    return found === undefined || select(view, found.from, found.to);
  };

const step =
  (context: Context, by: 1 | -1): Command =>
  (view) => {
    const place = context();
    const parts = place === undefined ? [] : partsOf(view.state.doc.toString(), place);
    if (parts.length === 0) return true;
    const { from, to } = view.state.selection.main;
    const at = parts.findIndex((found) => found.from === from && found.to === to);
    const next = at < 0 ? parts.at(by === 1 ? 0 : -1)! : parts[(at + by + parts.length) % parts.length]!;
    return select(view, next.from, next.to);
  };

/**
 * Keys for parts: F9 selects the part at the caret and then wider ones, F10 and Shift+F10 step through the parts in the order of
 * evaluation, Shift+Alt+Right and Left select wider and narrower.
 */
export const formulaParts = (context: Context): Extension => [
  narrower,
  keymap.of([
    { key: 'F9', run: part(context) },
    { key: 'F10', run: step(context, 1), shift: step(context, -1) },
    { key: 'Shift-Alt-ArrowRight', run: widen(context) },
    { key: 'Shift-Alt-ArrowLeft', run: narrow },
  ]),
];
