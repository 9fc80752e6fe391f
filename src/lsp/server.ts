import {
  CompletionItemKind,
  DiagnosticSeverity,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  InlayHintKind,
  MarkupKind,
  ResponseError,
  SymbolKind,
  TextDocumentSyncKind,
  TextDocuments,
  type CodeAction,
  type CompletionItem,
  type Connection,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type InitializeResult,
  type InlayHint,
  type Location,
  type Range,
  type SelectionRange,
  type SignatureHelp,
  type TextDocumentPositionParams,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Named, TextChange, Written } from '../app/authoring/index.ts';
import type { ControlModel, SourceFile } from '../app/core.ts';
import {
  complete,
  hover,
  inlayHints,
  namesIn,
  signatureHelp,
  widerParts,
  type CompletionKind,
  type NameKind,
} from '../formula/index.ts';
import { AppFormulas, formulaAround, formulaFile, type FormulaAt, type Formulas } from './documents.ts';

/*
 * A language server for `.pa.yaml` and formula files (Language Server Protocol 3.17): each request is answered by the language services
 * that the formula bar uses.
 */

/** The other files of the app that a file belongs to, as they are on disk; none where there is no disk. */
export type ReadSiblings = (uri: string) => Promise<readonly SourceFile[]>;

const kinds: { readonly [K in CompletionKind]: CompletionItemKind } = {
  function: CompletionItemKind.Function,
  operation: CompletionItemKind.Method,
  connector: CompletionItemKind.Module,
  variable: CompletionItemKind.Variable,
  collection: CompletionItemKind.Variable,
  control: CompletionItemKind.Class,
  screen: CompletionItemKind.Class,
  property: CompletionItemKind.Property,
  field: CompletionItemKind.Field,
  row: CompletionItemKind.Variable,
  enum: CompletionItemKind.Enum,
  member: CompletionItemKind.EnumMember,
  type: CompletionItemKind.TypeParameter,
  operator: CompletionItemKind.Operator,
  keyword: CompletionItemKind.Keyword,
  value: CompletionItemKind.Constant,
};

const tokenTypes = ['function', 'method', 'namespace', 'variable', 'class', 'property', 'parameter', 'enum', 'enumMember'];
const tokenOf: { readonly [K in NameKind]: string } = {
  function: 'function',
  operation: 'method',
  connector: 'namespace',
  variable: 'variable',
  collection: 'variable',
  formula: 'variable',
  control: 'class',
  screen: 'class',
  app: 'class',
  property: 'property',
  field: 'property',
  row: 'parameter',
  enum: 'enum',
  member: 'enumMember',
};

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
} as const;

const capabilities: InitializeResult = {
  serverInfo: { name: 'fxloom' },
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    completionProvider: { triggerCharacters: ['.', '(', '{', ',', '@'] },
    signatureHelpProvider: { triggerCharacters: ['(', ','] },
    hoverProvider: true,
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    documentSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    codeActionProvider: true,
    renameProvider: { prepareProvider: true },
    documentFormattingProvider: true,
    inlayHintProvider: true,
    semanticTokensProvider: { legend: { tokenTypes, tokenModifiers: [] }, full: true },
  },
};

/** Milliseconds without a change after which the findings of a file are sent. */
const PAUSE = 150;

/** Answers the requests of an editor on a connection until it is closed. */
export function serve(connection: Connection, readSiblings: ReadSiblings = () => Promise.resolve([])): void {
  const server = new Server(connection, readSiblings);
  server.listen();
}

const isApp = (uri: string): boolean => /\.(?:pa|fx)\.ya?ml$/i.test(uri);

const folderOf = (uri: string): string => uri.slice(0, uri.lastIndexOf('/'));

class Server {
  private readonly connection: Connection;
  private readonly readSiblings: ReadSiblings;
  private readonly documents = new TextDocuments(TextDocument);
  private readonly known = new Map<string, { readonly version: string; readonly formulas: AppFormulas }>();
  /** The files on disk by folder, where the editor tells when one changes. */
  private readonly onDisk = new Map<string, Promise<readonly SourceFile[]>>();
  private isWatching = false;
  private readonly pauses = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(connection: Connection, readSiblings: ReadSiblings) {
    this.connection = connection;
    this.readSiblings = readSiblings;
  }

  listen(): void {
    const { connection, documents } = this;
    connection.onInitialize(({ capabilities: { workspace } }) => {
      this.isWatching = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
      return capabilities;
    });
    connection.onInitialized(() => this.watch());
    connection.onDidChangeWatchedFiles(({ changes }) => {
      for (const { uri } of changes) this.onDisk.delete(folderOf(uri));
    });
    connection.onCompletion((params) => this.inFormula(params, (found) => this.completion(found), []));
    connection.onSignatureHelp((params) => this.inFormula(params, (found) => this.signatures(found), null));
    connection.onHover((params) => this.inFormula(params, (found) => this.hover(found), null));
    connection.onDefinition((params) => this.inFormula(params, (found) => this.definition(found), null));
    connection.onReferences((params) => this.inFormula(params, (found) => this.references(found), []));
    connection.onDocumentHighlight((params) =>
      this.inFormula(params, (found) => this.references(found).filter(({ uri }) => uri === params.textDocument.uri), []),
    );
    connection.onPrepareRename((params) => this.inFormula(params, (found) => this.renamable(found), null));
    connection.onRenameRequest((params) => this.inFormula(params, (found) => this.rename(found, params.newName), null));
    connection.onDocumentFormatting(({ textDocument }) => this.format(textDocument.uri));
    connection.onDocumentSymbol(({ textDocument }) => this.symbols(textDocument.uri));
    connection.onFoldingRanges(({ textDocument }) => this.folds(textDocument.uri));
    connection.onSelectionRanges(({ textDocument, positions }) =>
      Promise.all(
        positions.map((position) => this.inFormula({ textDocument, position }, (found) => this.selection(found), null)),
      ).then((ranges) => ranges.map((range, i) => range ?? { range: { start: positions[i]!, end: positions[i]! } })),
    );
    connection.onCodeAction(({ textDocument, range }) => this.actions(textDocument.uri, range));
    connection.languages.inlayHint.on(({ textDocument, range }) => this.hints(textDocument.uri, range));
    connection.languages.semanticTokens.on(({ textDocument }) => this.tokens(textDocument.uri));
    documents.onDidChangeContent(({ document }) => this.later(document.uri));
    documents.onDidClose(({ document }) => {
      this.forget(folderOf(document.uri));
      clearTimeout(this.pauses.get(document.uri));
      void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    });
    documents.listen(connection);
    connection.listen();
  }

  // ---- Files -----------------------------------------------------------------------------------------------------------------------

  private watch(): void {
    if (!this.isWatching) return;
    const watchers = [{ globPattern: '**/*.{pa,fx}.{yaml,yml}' }];
    void this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }

  /** The files beside a file, as they are on disk. */
  private siblings(uri: string): Promise<readonly SourceFile[]> {
    if (!this.isWatching) return this.readSiblings(uri);
    const folder = folderOf(uri);
    let files = this.onDisk.get(folder);
    if (files === undefined) this.onDisk.set(folder, (files = this.readSiblings(uri)));
    return files;
  }

  /** The formulas of a file and of those that belong to it, read anew where one of them changed. */
  private async formulas(uri: string): Promise<Formulas | undefined> {
    const document = this.documents.get(uri);
    if (document === undefined) return undefined;
    if (!isApp(uri)) return formulaFile({ name: uri, text: document.getText() });
    const folder = folderOf(uri);
    const files = new Map((await this.siblings(uri)).map((file) => [file.name, file]));
    for (const open of this.documents.all()) {
      if (isApp(open.uri) && open.uri.startsWith(folder)) files.set(open.uri, { name: open.uri, text: open.getText() });
    }
    const all = [...files.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    const version = all.map(({ name, text }) => `${name}\n${text}`).join('\n');
    const known = this.known.get(folder);
    if (known?.version === version) return known.formulas;
    this.forget(folder);
    const formulas = new AppFormulas(all);
    this.known.set(folder, { version, formulas });
    return formulas;
  }

  /** Lets the app of a folder go; it is read anew when somebody asks. */
  private forget(folder: string): void {
    this.known.get(folder)?.formulas.dispose();
    this.known.delete(folder);
  }

  private later(uri: string): void {
    clearTimeout(this.pauses.get(uri));
    this.pauses.set(
      uri,
      setTimeout(() => void this.publish(uri), PAUSE),
    );
  }

  private async publish(uri: string): Promise<void> {
    const formulas = await this.formulas(uri);
    const document = this.documents.get(uri);
    if (formulas === undefined || document === undefined) return;
    const diagnostics = [...formulas.findings()]
      .filter(({ file }) => file === uri)
      .map(({ from, to, severity, code, message }) => ({
        range: rangeOf(document, from, to),
        severity: severities[severity],
        code,
        message,
        source: 'fxloom',
      }));
    await this.connection.sendDiagnostics({ uri, diagnostics });
  }

  private documentOf(formulas: Formulas, uri: string): TextDocument {
    const text = formulas.files.find(({ name }) => name === uri)?.text ?? '';
    return this.documents.get(uri) ?? TextDocument.create(uri, '', 0, text);
  }

  // ---- In a formula ----------------------------------------------------------------------------------------------------------------

  private async inFormula<T>(
    { textDocument, position }: TextDocumentPositionParams,
    answer: (found: Found) => T,
    otherwise: T,
  ): Promise<T> {
    const formulas = await this.formulas(textDocument.uri);
    const document = this.documents.get(textDocument.uri);
    if (formulas === undefined || document === undefined) return otherwise;
    const found = formulaAround(formulas, textDocument.uri, document.offsetAt(position));
    return found === undefined ? otherwise : answer({ ...found, formulas, document });
  }

  private completion({ formula, at, document }: Found): CompletionItem[] {
    const { from, to, items } = complete(formula.text, at, formula.context);
    const range = rangeOf(document, formula.place(from), formula.place(to));
    return items.map(({ label, kind, insert, detail, info }, i) => ({
      label,
      kind: kinds[kind],
      sortText: String(i).padStart(5, '0'),
      textEdit: { range, newText: insert },
      ...(detail !== undefined && { detail }),
      ...(info !== undefined && { documentation: info }),
    }));
  }

  private signatures({ formula, at }: Found): SignatureHelp | null {
    const help = signatureHelp(formula.text, at, formula.context);
    if (help === undefined) return null;
    return {
      activeSignature: help.active,
      activeParameter: help.parameter,
      signatures: help.signatures.map(({ text, parameters }) => ({
        label: text,
        documentation: help.summary,
        parameters: parameters.map(({ from, to, summary }) => ({
          label: [from, to],
          ...(summary !== undefined && { documentation: summary }),
        })),
      })),
    };
  }

  private hover({ formula, at, document }: Found): Hover | null {
    const found = hover(formula.text, at, formula.context);
    if (found === undefined) return null;
    const { title, type, info, from, to } = found;
    const code = type === undefined ? title : `${title}: ${type}`;
    return {
      contents: { kind: MarkupKind.Markdown, value: `\`\`\`powerfx\n${code}\n\`\`\`${info === undefined ? '' : `\n\n${info}`}` },
      range: rangeOf(document, formula.place(from), formula.place(to)),
    };
  }

  private definition(found: Found): Location | null {
    const named = namedIn(found);
    const place = named && found.formulas.definition(named);
    return place === undefined ? null : this.locate(found.formulas, place);
  }

  /** All names in the app that stand for the same thing. */
  private references(found: Found): Location[] {
    const named = namedIn(found);
    return named === undefined ? [] : [...found.formulas.uses(named)].map((place) => this.locate(found.formulas, place));
  }

  private locate(formulas: Formulas, { file, offset, length }: Written): Location {
    return { uri: file, range: rangeOf(this.documentOf(formulas, file), offset, offset + length) };
  }

  /** The name that would be changed. */
  private renamable(found: Found): { range: Range; placeholder: string } | null {
    const named = namedIn(found);
    const { formula, document, at } = found;
    const use = namesIn(formula.text, formula.context).find(({ from, to }) => from <= at && at <= to);
    if (named === undefined || use === undefined || use.name !== named.name) return null;
    return { range: rangeOf(document, formula.place(use.from), formula.place(use.to)), placeholder: named.name };
  }

  private rename(found: Found, name: string): WorkspaceEdit | null {
    const named = namedIn(found);
    if (named === undefined) return null;
    try {
      const changes: { [uri: string]: TextEdit[] } = {};
      for (const change of found.formulas.rename(named, name)) {
        (changes[change.file] ??= []).push(this.textEdit(found.formulas, change));
      }
      return { changes };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new ResponseError(ErrorCodes.InvalidRequest, error.message);
    }
  }

  private textEdit(formulas: Formulas, { file, from, to, insert }: TextChange): TextEdit {
    return { range: rangeOf(this.documentOf(formulas, file), from, to), newText: insert };
  }

  private selection({ formula, at, document }: Found): SelectionRange | null {
    const parts = [...widerParts(formula.text, at, at, formula.context)].reverse();
    return parts.reduce<SelectionRange | null>(
      (parent, { from, to }) => ({
        range: rangeOf(document, formula.place(from), formula.place(to)),
        ...(parent && { parent }),
      }),
      null,
    );
  }

  // ---- In a file -------------------------------------------------------------------------------------------------------------------

  private async symbols(uri: string): Promise<DocumentSymbol[]> {
    const formulas = await this.formulas(uri);
    const document = this.documents.get(uri);
    if (formulas === undefined || document === undefined) return [];
    const controls = new Map<ControlModel, DocumentSymbol>();
    const top: DocumentSymbol[] = [];
    for (const { owner, file, property, place, text } of formulas.all()) {
      if (owner === undefined || file !== uri) continue;
      const range = rangeOf(document, place(0), place(text.length));
      controlSymbol(owner, document, controls, top).children!.push({
        name: property,
        kind: owner.isEvent(property) ? SymbolKind.Event : SymbolKind.Property,
        range,
        selectionRange: range,
      });
    }
    return top;
  }

  private async folds(uri: string): Promise<FoldingRange[]> {
    const formulas = await this.formulas(uri);
    const document = this.documents.get(uri);
    if (formulas === undefined || document === undefined) return [];
    return [...formulas.all()]
      .filter(({ file, text }) => file === uri && text.includes('\n'))
      .map(({ place, text }) => ({
        startLine: document.positionAt(place(0)).line,
        endLine: document.positionAt(place(text.length)).line,
      }));
  }

  private async actions(uri: string, range: Range): Promise<CodeAction[]> {
    const formulas = await this.formulas(uri);
    const document = this.documents.get(uri);
    if (formulas === undefined || document === undefined) return [];
    const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    return [...formulas.findings()]
      .filter(({ file, from, to }) => file === uri && from <= end && to >= start)
      .flatMap(({ fixes }) => fixes)
      .map(({ title, from, to, insert }) => ({
        title,
        kind: 'quickfix',
        edit: { changes: { [uri]: [{ range: rangeOf(document, from, to), newText: insert }] } },
      }));
  }

  private async hints(uri: string, range: Range): Promise<InlayHint[]> {
    const formulas = await this.formulas(uri);
    const document = this.documents.get(uri);
    if (formulas === undefined || document === undefined) return [];
    const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
    return [...formulas.all()]
      .filter(({ file, place, text }) => file === uri && place(0) <= end && place(text.length) >= start)
      .flatMap(({ text, context, place }) =>
        inlayHints(text, context).map(({ offset, label }) => ({
          position: document.positionAt(place(offset)),
          label,
          kind: InlayHintKind.Parameter,
          paddingRight: true,
        })),
      );
  }

  private async format(uri: string): Promise<TextEdit[]> {
    const formulas = await this.formulas(uri);
    if (formulas === undefined) return [];
    const own = formulas.format().filter(({ file }) => file === uri);
    return own.map((change) => this.textEdit(formulas, change));
  }

  private async tokens(uri: string): Promise<{ data: number[] }> {
    const formulas = await this.formulas(uri);
    const document = this.documents.get(uri);
    if (formulas === undefined || document === undefined) return { data: [] };
    const found = [...formulas.all()]
      .filter(({ file }) => file === uri)
      .flatMap(({ text, context, place }) =>
        namesIn(text, context).map(({ from, to, kind }) => ({
          start: document.positionAt(place(from)),
          length: place(to) - place(from),
          type: tokenTypes.indexOf(tokenOf[kind]),
        })),
      )
      .sort((a, b) => a.start.line - b.start.line || a.start.character - b.start.character);
    let [line, character] = [0, 0];
    const data = found.flatMap(({ start, length, type }) => {
      const entry = [start.line - line, start.line === line ? start.character - character : start.character, length, type, 0];
      [line, character] = [start.line, start.character];
      return entry;
    });
    return { data };
  }
}

/** A place in a formula of a file. */
interface Found {
  readonly formula: FormulaAt;
  readonly at: number;
  readonly formulas: Formulas;
  readonly document: TextDocument;
}

const namedIn = ({ formulas, formula, at }: Found): Named | undefined => formulas.named(formula, at);

const rangeOf = (document: TextDocument, from: number, to: number): Range => ({
  start: document.positionAt(from),
  end: document.positionAt(to),
});

/** The symbol of a control below that of what it is in. */
function controlSymbol(
  owner: ControlModel,
  document: TextDocument,
  known: Map<ControlModel, DocumentSymbol>,
  top: DocumentSymbol[],
): DocumentSymbol {
  const found = known.get(owner);
  if (found !== undefined) return found;
  const { offset } = owner.source.place;
  const range = rangeOf(document, offset, offset + owner.name.length);
  const symbol: DocumentSymbol = {
    name: owner.name,
    detail: owner.kind?.definition.name ?? owner.source.control,
    kind: SymbolKind.Class,
    range,
    selectionRange: range,
    children: [],
  };
  known.set(owner, symbol);
  const siblings = owner.parent === undefined ? top : controlSymbol(owner.parent, document, known, top).children!;
  siblings.push(symbol);
  return symbol;
}
