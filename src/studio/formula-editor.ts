import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  startCompletion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, insertNewlineAndIndent } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { forceLinting, linter, lintKeymap, type Diagnostic as LintDiagnostic } from '@codemirror/lint';
import { EditorState, Prec, StateField, type Extension, type Text } from '@codemirror/state';
import {
  Decoration,
  EditorView,
  ViewPlugin,
  hoverTooltip,
  keymap,
  placeholder,
  showTooltip,
  tooltips,
  type Command,
  type DecorationSet,
  type Tooltip,
  type ViewUpdate,
} from '@codemirror/view';
import {
  complete,
  diagnose,
  forgetAnalyses,
  highlight,
  hover,
  liveAt,
  namesIn,
  signatureHelp,
  type Completion,
  type CompletionKind,
  type FormulaContext,
  type LiveCalls,
} from '../formula/index.ts';
import { formulaParts } from './formula-parts.ts';
import type * as Services from './late-services.ts';
import { semanticColours } from './semantic-colours.ts';

/** What can be asked about a name: where it is written, who uses it, another name for it. */
export type NameCommand = 'definition' | 'uses' | 'rename';

/** What the editor asks of the one who shows it. */
export interface FormulaEditorOptions {
  readonly parent: HTMLElement;
  /** Where lists and tooltips are put: an element of the same root that clips nothing. */
  readonly tips: HTMLElement;
  /** The root that the editor's styles go to. */
  readonly root: ShadowRoot | Document;
  readonly label: string;
  /** Where the formula stands: its names and the type that is wanted. Asked anew each time; undefined while nothing is chosen. */
  readonly context: () => FormulaContext | undefined;
  readonly onInput: (formula: string) => void;
  /** What is selected; the same offset twice for a caret. */
  readonly onSelect: (from: number, to: number) => void;
  /** Enter: the formula is meant as it stands. */
  readonly onCommit: (formula: string) => void;
  /** Escape: back to what was there before. */
  readonly onCancel: () => void;
  /** A key asks for something about the name at an offset. */
  readonly onName: (command: NameCommand, offset: number) => void;
  /** The pointer rests on a control's name, or no longer. */
  readonly onPoint: (control: string | undefined) => void;
  /** A service has told something that the formula may mean something else with. */
  readonly onNews?: () => void;
}

/** A formula editor on CodeMirror: colours, diagnostics, completion, signatures and explanations of one formula. */
export function formulaEditor(options: FormulaEditorOptions): EditorView {
  return new EditorView({ parent: options.parent, root: options.root, state: editorState('', options) });
}

/** A fresh state: its own text and its own history of changes. */
export const editorState = (formula: string, options: FormulaEditorOptions): EditorState =>
  EditorState.create({ doc: formula, extensions: extensions(options) });

function extensions(options: FormulaEditorOptions): Extension {
  const { context } = options;
  return [
    history(),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': options.label, spellcheck: 'false', autocorrect: 'off' }),
    placeholder('Type a formula'),
    colours,
    bracketMatching({ brackets: '()[]{}' }),
    closeBrackets(),
    autocompletion({ override: [completions(context)], icons: true }),
    linter((view) => diagnostics(view.state.doc, context()), { delay: 150 }),
    explanations(context),
    pointedControl(options),
    news(options),
    signatures(context),
    tooltips({ parent: options.tips }),
    replaceSelection,
    semanticColours(context),
    formulaParts(context),
    Prec.highest(keymap.of([{ key: 'Tab', run: acceptCompletion }])),
    keymap.of([
      { key: 'Enter', run: (view) => commit(view, options) },
      { key: 'Shift-Enter', run: insertNewlineAndIndent },
      { key: 'Escape', run: () => (options.onCancel(), true) },
      { key: 'Ctrl-Space', run: startCompletion },
      { key: 'F12', run: ask(options, 'definition') },
      { key: 'Shift-F12', run: ask(options, 'uses') },
      { key: 'F2', run: ask(options, 'rename') },
      { key: 'Shift-Alt-f', run: layOut(options) },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...completionKeymap,
      ...lintKeymap,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) options.onInput(update.state.doc.toString());
      const { main } = update.state.selection;
      if (update.docChanged || update.selectionSet) options.onSelect(main.from, main.to);
    }),
  ];
}

/**
 * Typing over a selection is done by us: the browser would keep the look of the replaced text in an inline style, which a strict policy
 * reports.
 */
const replaceSelection = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { main } = view.state.selection;
    if (event.inputType !== 'insertText' || event.data === null || main.empty) return false;
    const insert = (): ReturnType<EditorState['update']> =>
      view.state.update(view.state.replaceSelection(event.data!), { userEvent: 'input.type' });
    event.preventDefault();
    const handled = view.state
      .facet(EditorView.inputHandler)
      .some((handler) => handler(view, main.from, main.to, event.data!, insert));
    if (!handled) view.dispatch(insert());
    return true;
  },
});

function commit(view: EditorView, options: FormulaEditorOptions): boolean {
  if (acceptCompletion(view)) return true;
  options.onCommit(view.state.doc.toString());
  return true;
}

const ask =
  (options: FormulaEditorOptions, command: NameCommand): Command =>
  ({ state }) => {
    options.onName(command, state.selection.main.head);
    return true;
  };

const services = async (): Promise<typeof Services> => import('./late-services.ts');

/** Gives a formula, or a list of definitions, the usual layout; the caret stays near. */
export const layOut =
  ({ context }: Pick<FormulaEditorOptions, 'context'>): Command =>
  (view) => {
    void services().then(({ format, formatDefinitions }) => {
      rewrite(view, (context()?.definitions === true ? formatDefinitions : format)(view.state.doc.toString()));
    });
    return true;
  };

/** Puts the formula into one line. */
export const compress: Command = (view) => {
  void services().then(({ minify }) => rewrite(view, minify(view.state.doc.toString())));
  return true;
};

function rewrite(view: EditorView, text: string): void {
  const { doc, selection } = view.state;
  if (text === doc.toString()) return;
  view.dispatch({
    changes: { from: 0, to: doc.length, insert: text },
    selection: { anchor: Math.min(selection.main.head, text.length) },
    userEvent: 'input.format',
  });
}

// ---- Colours ------------------------------------------------------------------------------------------------------------------------

const colours = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = coloured(view.state.doc);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged) this.decorations = coloured(update.state.doc);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const coloured = (doc: Text): DecorationSet =>
  Decoration.set(
    highlight(doc.toString())
      .filter(({ from, to }) => to > from)
      .map((token) => Decoration.mark({ class: `token-${token.class}` }).range(token.from, token.to)),
    true,
  );

// ---- Diagnostics --------------------------------------------------------------------------------------------------------------------

/** What is wrong with a formula, for the editor: causes only, with their fixes as actions. */
async function diagnostics(doc: Text, context: FormulaContext | undefined): Promise<LintDiagnostic[]> {
  const text = doc.toString();
  if (text.trim() === '' || context === undefined) return [];
  const causes = diagnose(text, context).diagnostics.filter(({ secondary }) => secondary !== true);
  if (causes.length === 0) return [];
  const { quickFixes } = await services();
  return causes.map((diagnostic) => {
    const { from, to, severity, message } = diagnostic;
    const actions = quickFixes(text, diagnostic, context).map((fix) => ({
      name: fix.title,
      apply: (view: EditorView) => view.dispatch({ changes: { from: fix.from, to: fix.to, insert: fix.insert } }),
    }));
    return { from: Math.min(from, text.length), to: Math.min(Math.max(to, from), text.length), severity, message, actions };
  });
}

// ---- Completion ---------------------------------------------------------------------------------------------------------------------

const icons: { readonly [K in CompletionKind]: string } = {
  function: 'function',
  operation: 'method',
  connector: 'namespace',
  variable: 'variable',
  collection: 'variable',
  control: 'class',
  screen: 'class',
  property: 'property',
  field: 'property',
  row: 'variable',
  enum: 'enum',
  member: 'constant',
  type: 'type',
  operator: 'keyword',
  keyword: 'keyword',
  value: 'constant',
};

const completions =
  (context: () => FormulaContext | undefined) =>
  async ({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> => {
    const place = context();
    if (place === undefined) return null;
    const service = place.definitions === true ? (await services()).completeDefinitions : complete;
    const { from, to, items } = service(state.doc.toString(), pos, place);
    const typed = state.sliceDoc(from, pos);
    const opened = /[.{(,:]\s*$/.test(state.sliceDoc(0, pos));
    // Signs are not looked up while they are typed.
    if (items.length === 0 || (!explicit && !/^[\p{L}_'"]/u.test(typed) && !opened)) return null;
    return { from, to, options: items.map(asOption), ...(typed !== '' && { validFor: /^[\p{L}\p{N}_]*$/u }) };
  };

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

const asOption = ({ label, kind, insert, detail, info, boost }: Completion): CompletionResult['options'][number] => ({
  label,
  type: icons[kind],
  ...(detail !== undefined && { detail: short(detail) }),
  ...(info !== undefined && { info }),
  boost: Math.min(99, boost),
  apply: (view, _, from, to) => {
    // A call gets its parentheses once, and the caret inside them.
    const called = insert.endsWith('(');
    const open = called && view.state.sliceDoc(to, to + 1) === '(';
    const text = open ? insert.slice(0, -1) : called ? `${insert})` : insert;
    view.dispatch({
      changes: { from, to, insert: text },
      selection: { anchor: from + insert.length },
      userEvent: 'input.complete',
    });
  },
});

// ---- What services tell ----------------------------------------------------------------------------------------------------------------

/** Listens to the service behind the call around the caret: what it tells is checked and offered at once. */
const news = ({ context, onNews }: FormulaEditorOptions): Extension =>
  ViewPlugin.fromClass(
    class {
      private live: LiveCalls | undefined;
      private stop: (() => void) | undefined;
      private readonly view: EditorView;
      constructor(view: EditorView) {
        this.view = view;
        this.follow();
      }
      update(update: ViewUpdate): void {
        if (update.docChanged || update.selectionSet) this.follow();
      }
      destroy(): void {
        this.stop?.();
      }
      private follow(): void {
        const place = context();
        const { state } = this.view;
        const live = place && liveAt(state.doc.toString(), state.selection.main.head, place);
        if (live === this.live) return;
        this.stop?.();
        this.live = live;
        this.stop = live?.changed(() => this.tell());
      }
      private tell(): void {
        const { view } = this;
        forgetAnalyses();
        forceLinting(view);
        onNews?.();
        const { state } = view;
        const waits = /["(,{:]\s*\w*$/.test(state.sliceDoc(0, state.selection.main.head));
        if (view.hasFocus && waits) startCompletion(view);
      }
    },
  );

// ---- Explanations -------------------------------------------------------------------------------------------------------------------

const explanations = (context: () => FormulaContext | undefined): Extension =>
  hoverTooltip((view, pos) => {
    const place = context();
    const found = place && hover(view.state.doc.toString(), pos, place);
    if (found === undefined) return null;
    return { pos: found.from, end: found.to, above: true, create: () => ({ dom: lines(found.title, found.type, found.info) }) };
  });

/** Tells which control the name under the pointer means. */
const pointedControl = ({ context, onPoint }: FormulaEditorOptions): Extension => {
  let pointed: string | undefined;
  const tell = (control: string | undefined): void => {
    if (control !== pointed) onPoint((pointed = control));
  };
  return EditorView.domEventHandlers({
    mousemove: (event, view) => {
      const offset = view.posAtCoords({ x: event.clientX, y: event.clientY });
      const place = context();
      const names = offset === null || place === undefined ? [] : namesIn(view.state.doc.toString(), place);
      const name = names.find(({ from, to, kind }) => kind === 'control' && from <= offset! && offset! <= to);
      tell(name?.symbol?.name);
      return false;
    },
    mouseleave: () => (tell(undefined), false),
  });
};

/** A tooltip's lines: the title as code, the type, a sentence. */
function lines(title: string, type: string | undefined, info: string | undefined): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'fx-tip';
  for (const [name, text] of Object.entries({ title, type, info })) {
    if (text === undefined || text === '') continue;
    const line = document.createElement('div');
    line.className = `fx-tip-${name}`;
    line.textContent = text;
    dom.append(line);
  }
  return dom;
}

type Help = NonNullable<ReturnType<typeof signatureHelp>>;

/** The call around the caret, with its current parameter marked. */
const signatures = (context: () => FormulaContext | undefined): Extension => {
  const tooltip = (state: EditorState): Tooltip | null => {
    const { main } = state.selection;
    const place = context();
    const help = place !== undefined && main.empty ? signatureHelp(state.doc.toString(), main.head, place) : undefined;
    if (help === undefined) return null;
    return { pos: main.head, above: true, strictSide: true, arrow: false, create: () => ({ dom: signatureDom(help) }) };
  };
  return StateField.define<Tooltip | null>({
    create: () => null,
    update: (value, { docChanged, selection, state }) => (docChanged || selection !== undefined ? tooltip(state) : value),
    provide: (field) => showTooltip.from(field),
  });
};

function signatureDom({ signatures: all, active, parameter, summary, field }: Help): HTMLElement {
  const dom = document.createElement('div');
  dom.className = 'fx-tip fx-signature';
  const { text, parameters } = all[active]!;
  const current = parameters[parameter];
  const title = document.createElement('div');
  title.className = 'fx-tip-title';
  if (current === undefined) title.textContent = text;
  else {
    const mark = document.createElement('mark');
    mark.textContent = text.slice(current.from, current.to);
    title.append(text.slice(0, current.from), mark, text.slice(current.to));
  }
  const shown = field ?? current;
  dom.append(title, lines('', shown && `${shown.name}: ${shown.type}`, shown?.summary ?? summary));
  return dom;
}
