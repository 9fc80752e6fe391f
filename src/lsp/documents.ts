import { App, AppDocument, type AppDiagnostic, type ControlModel, type SourceFile } from '../app/core.ts';
import {
  definitionOf,
  formulasOf,
  layOutFormulas,
  namedAt,
  rename,
  usesOf,
  type FormulaInFile,
  type Named,
  type TextChange,
  type Written,
} from '../app/authoring/index.ts';
import { canvas, check, createScope, format, quickFixes, type Diagnostic, type FormulaContext } from '../formula/index.ts';

/*
 * Files with formulas in them, as a language server sees them: a `.pa.yaml` file with the others of its app, or a file with one formula.
 */

/** A formula in its file. */
export interface FormulaAt {
  readonly text: string;
  readonly context: FormulaContext;
  /** Where an offset of the formula stands in its file. */
  readonly place: (offset: number) => number;
  readonly file: string;
  /** `Label1.Text`; undefined for a file that is one formula. */
  readonly owner: ControlModel | undefined;
  readonly property: string;
}

/** A finding with its offsets in a file. */
export interface Finding {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly severity: Diagnostic['severity'];
  readonly code: string;
  readonly message: string;
  readonly fixes: readonly { readonly title: string; readonly from: number; readonly to: number; readonly insert: string }[];
}

/** What can be asked of the files of one app, or of one formula. */
export interface Formulas {
  readonly files: readonly SourceFile[];
  all(): Iterable<FormulaAt>;
  findings(): Iterable<Finding>;
  /** What the name at an offset of a formula stands for. */
  named(formula: FormulaAt, offset: number): Named | undefined;
  /** Where something that formulas name is written: a control, a screen, a property; its control where the property is not. */
  definition(named: Named): Written | undefined;
  /** All names that stand for something, with their places in files. */
  uses(named: Named): Iterable<Written>;
  /** What changes in the files when something gets another name. `RangeError` with what is in the way. */
  rename(named: Named, name: string): readonly TextChange[];
  /** What changes in the files when the formulas get the usual layout. */
  format(): readonly TextChange[];
}

/** The formula around an offset of a file, and the offset in it. */
export function formulaAround(formulas: Formulas, file: string, offset: number): { formula: FormulaAt; at: number } | undefined {
  for (const formula of formulas.all()) {
    if (formula.file !== file || offset < formula.place(0) || offset > formula.place(formula.text.length)) continue;
    return { formula, at: offsetIn(formula, offset) };
  }
  return undefined;
}

/** The offset of a formula that stands at an offset of its file. */
function offsetIn({ text, place }: FormulaAt, offset: number): number {
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (place(middle) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

// ---- A file that is one formula -----------------------------------------------------------------------------------------------------

export function formulaFile(file: SourceFile): Formulas {
  const context: FormulaContext = { scope: createScope(), features: canvas, behavior: true };
  const formula: FormulaAt = {
    text: file.text,
    context,
    place: (offset) => offset,
    file: file.name,
    owner: undefined,
    property: '',
  };
  return {
    files: [file],
    all: () => [formula],
    findings: () =>
      check(file.text, context.scope, context)
        .diagnostics.filter(({ secondary }) => secondary !== true)
        .map((diagnostic) => ({ ...diagnostic, fixes: quickFixes(file.text, diagnostic, context), file: file.name })),
    named: () => undefined,
    definition: () => undefined,
    uses: () => [],
    rename: () => [],
    format: () => [{ file: file.name, from: 0, to: file.text.length, insert: format(file.text) }],
  };
}

// ---- An app -------------------------------------------------------------------------------------------------------------------------

/** The formulas of an app of one or several files. */
export class AppFormulas implements Formulas {
  readonly files: readonly SourceFile[];
  private readonly app: App;
  private known: readonly FormulaInFile[] | undefined;

  constructor(files: readonly SourceFile[]) {
    this.files = files;
    this.app = new App(new AppDocument(files));
  }

  dispose(): void {
    this.app.dispose();
  }

  all(): readonly FormulaInFile[] {
    return (this.known ??= [...formulasOf(this.app)]);
  }

  named(formula: FormulaAt, offset: number): Named | undefined {
    return namedAt(this.app, formula as FormulaInFile, offset);
  }

  definition(named: Named): Written | undefined {
    return definitionOf(this.app, named);
  }

  *uses(named: Named): Generator<Written> {
    for (const { formula, from, to } of usesOf(this.app, named, this.all())) {
      yield { file: formula.file, offset: formula.place(from), length: formula.place(to) - formula.place(from) };
    }
  }

  rename(named: Named, name: string): readonly TextChange[] {
    return rename(this.app, named, name).changes;
  }

  format(): readonly TextChange[] {
    return layOutFormulas(this.app);
  }

  *findings(): Generator<Finding> {
    for (const diagnostic of this.app.diagnostics) yield this.finding(diagnostic);
  }

  private finding(diagnostic: AppDiagnostic): Finding {
    const { file, control, property, from, to, severity, code, message } = diagnostic;
    const formula =
      from === undefined
        ? undefined
        : this.all().find((candidate) => candidate.owner?.name === control && candidate.property === property);
    const start = offsetOf(this.files.find(({ name }) => name === file)?.text ?? '', diagnostic.line, diagnostic.column);
    if (formula === undefined) return { file, from: start, to: start + 1, severity, code, message, fixes: [] };
    const { context, text, place } = formula;
    const own = check(text, context.scope, context).diagnostics.find((other) => other.from === from && other.code === code);
    const fixes = own === undefined ? [] : quickFixes(text, own, context);
    return {
      file,
      from: place(from!),
      to: Math.max(place(to!), place(from!) + 1),
      severity,
      code,
      message,
      fixes: fixes.map((fix) => ({ ...fix, from: place(fix.from), to: place(fix.to) })),
    };
  }
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let i = 1; i < line && start >= 0; i++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}
