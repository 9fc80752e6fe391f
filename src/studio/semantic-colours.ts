import { RangeSetBuilder, StateEffect, StateField, type Extension } from '@codemirror/state';
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from '@codemirror/view';
import { namesIn, type FormulaContext } from '../formula/index.ts';

/*
 * Colours by what a name stands for: a control, a variable, a column. They follow a moment after typing, and move with the text until then.
 */

/** Milliseconds without a change after which the names are looked up. */
const PAUSE = 120;

const setNames = StateEffect.define<DecorationSet>();

const names = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (value, { changes, effects }) => {
    for (const effect of effects) if (effect.is(setNames)) return effect.value;
    return value.map(changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** Names in the colour of what they stand for, as classes `name-control`, `name-field` … */
export const semanticColours = (context: () => FormulaContext | undefined): Extension => [
  names,
  ViewPlugin.fromClass(
    class {
      private timer: ReturnType<typeof setTimeout> | undefined;
      constructor(view: EditorView) {
        this.later(view, 0);
      }
      update(update: ViewUpdate): void {
        if (update.docChanged) this.later(update.view, PAUSE);
      }
      destroy(): void {
        clearTimeout(this.timer);
      }
      private later(view: EditorView, pause: number): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => {
          const place = context();
          if (place !== undefined) view.dispatch({ effects: setNames.of(coloured(view.state.doc.toString(), place)) });
        }, pause);
      }
    },
  ),
];

function coloured(text: string, context: FormulaContext): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to, kind } of namesIn(text, context)) builder.add(from, to, Decoration.mark({ class: `name-${kind}` }));
  return builder.finish();
}
