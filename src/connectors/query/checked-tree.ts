import type { Checked, CheckedArgument } from '../../formula/core.ts';

/*
 * Work on checked formulas that keeps their meaning: parts replaced, moved into and out of row scopes.
 */

/** Whether an argument is evaluated with a row of its own around it. */
export const opensScope = ({ parameter }: CheckedArgument): boolean =>
  parameter.mode === 'perRow' || (parameter.mode === 'lazy' && parameter.scope !== undefined);

/** Whether an argument is a formula that gives a value; others name columns, types and places. */
export const isFormula = ({ parameter: { mode }, text }: CheckedArgument): boolean =>
  mode === 'value' || mode === 'raw' || mode === 'lazy' || mode === 'perRow' || (mode === 'column' && text === undefined);

/** A node like another, of which the parts are replaced; the very same one where none is. `scopes` is how many rows a part is inside of. */
export function mapParts(node: Checked, change: (part: Checked, scopes: 0 | 1) => Checked): Checked {
  let changed = false;
  const part = (of: Checked, scopes: 0 | 1 = 0): Checked => {
    const made = change(of, scopes);
    if (made !== of) changed = true;
    return made;
  };
  const made = withParts(node, part);
  return changed ? made : node;
}

function withParts(node: Checked, part: (of: Checked, scopes?: 0 | 1) => Checked): Checked {
  switch (node.kind) {
    case 'field':
    case 'column': {
      const target = part(node.target);
      return { ...node, target, awaits: target.awaits };
    }
    case 'operator': {
      const operands = node.operands.map((of) => part(of));
      return { ...node, operands, awaits: anyAwaits(operands) };
    }
    case 'record': {
      const fields = node.fields.map(([name, of]) => [name, part(of)] as const);
      return { ...node, fields, awaits: fields.some(([, { awaits }]) => awaits) };
    }
    case 'table': {
      const rows = node.rows.map((of) => part(of));
      return { ...node, rows, awaits: anyAwaits(rows) };
    }
    case 'coerce': {
      const operand = part(node.operand);
      return { ...node, operand, awaits: operand.awaits };
    }
    case 'chain': {
      const items = node.items.map((of) => part(of));
      return { ...node, items, awaits: anyAwaits(items) };
    }
    case 'call': {
      const args = node.args.map((argument) =>
        isFormula(argument) ? { ...argument, node: part(argument.node, opensScope(argument) ? 1 : 0) } : argument,
      );
      return { ...node, args, awaits: node.awaits || args.some(({ node: { awaits } }) => awaits) };
    }
    default:
      return node;
  }
}

const anyAwaits = (nodes: readonly Checked[]): boolean => nodes.some(({ awaits }) => awaits);

/** The same formula for a place with `by` more rows around it; fewer where negative. What is inside of rows of its own stays. */
export function moved(node: Checked, by: number, inside = 0): Checked {
  if (by === 0) return node;
  if (node.kind === 'row') return node.depth >= inside ? { ...node, depth: node.depth + by } : node;
  return mapParts(node, (part, scopes) => moved(part, by, inside + scopes));
}

/** Functions that give the same throughout an evaluation although they are asked anew each time. */
const steady: ReadonlySet<string> = new Set(['Now', 'Today', 'UTCNow', 'UTCToday', 'IsToday', 'IsUTCToday']);

/** Whether a formula is the same for all rows of the innermost scope, so that it may be evaluated once for them. */
export function isOuter(node: Checked, inside = 0): boolean {
  if (node.kind === 'row') return node.depth !== inside;
  if (node.kind === 'invalid') return false;
  if (node.kind === 'call') {
    const { volatile, behavior, name } = node.function;
    if (behavior === true || (volatile === true && !steady.has(name))) return false;
  }
  let outer = true;
  mapParts(node, (part, scopes) => {
    outer &&= isOuter(part, inside + scopes);
    return part;
  });
  return outer;
}

/** Whether some part of a formula passes a test. */
export function someNode(node: Checked, test: (node: Checked) => boolean): boolean {
  if (test(node)) return true;
  let found = false;
  mapParts(node, (part) => {
    found ||= someNode(part, test);
    return part;
  });
  return found;
}

/** The columns of the innermost row that a formula reads; undefined where it reads the row as a whole. */
export function columnsRead(node: Checked): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  return collectColumns(node, 0, found) ? found : undefined;
}

function collectColumns(node: Checked, inside: number, found: Set<string>): boolean {
  if (node.kind === 'row') return node.depth !== inside;
  if (node.kind === 'field' && node.target.kind === 'row' && node.target.depth === inside) {
    found.add(node.name);
    return true;
  }
  let known = true;
  mapParts(node, (part, scopes) => {
    known = collectColumns(part, inside + scopes, found) && known;
    return part;
  });
  return known;
}
