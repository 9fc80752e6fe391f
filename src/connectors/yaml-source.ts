import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { Diagnostics } from './diagnostic.ts';
import { pointerSteps } from './json.ts';
import type { Source } from './source.ts';

/** YAML text as a source. The number of aliases is limited by the reader, so a small text cannot grow into a large document. */
export function yamlSource(text: string): Source {
  const diagnostics = new Diagnostics();
  const lines = new LineCounter();
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  let document: Document | undefined;
  let root: unknown;
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
    for (const error of document.errors) {
      diagnostics.addAt({ severity: 'error', code: 'yaml', message: error.message, pointer: '', ...place(error.pos[0]) });
    }
    root = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    diagnostics.addAt({
      severity: 'error',
      code: 'yaml',
      message: `The document cannot be read: ${message}`,
      pointer: '',
      line: 1,
      column: 1,
    });
  }
  const contents = document?.contents;
  return {
    root,
    diagnostics: diagnostics.list,
    places: (pointers) =>
      new Map(
        [...pointers].flatMap((pointer) => {
          const offset = contents ? nodeOffset(contents, pointerSteps(pointer)) : undefined;
          return offset === undefined ? [] : [[pointer, place(offset)]];
        }),
      ),
  };
}

function nodeOffset(root: Node, steps: readonly string[]): number | undefined {
  let node = root;
  for (const step of steps) {
    let next: unknown;
    if (isMap(node)) next = node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === step)?.value;
    else if (isSeq(node)) next = node.items[Number(step)];
    if (next === null || typeof next !== 'object') break;
    node = next as Node;
  }
  return node.range?.[0];
}
