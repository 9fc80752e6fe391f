import { nothing, svg, type ReactiveControllerHost, type SVGTemplateResult } from 'lit';

let paths: ReadonlyMap<string, string> | undefined;
let loading: Promise<void> | undefined;

/** Loads the set of icons, once. */
export function loadIcons(): Promise<void> {
  loading ??= import('./icon-paths.ts').then((module) => {
    paths = new Map(Object.entries(module.iconPaths).map(([name, path]) => [name.toLowerCase(), path]));
  });
  return loading;
}

/** `builtinicon:Add`, `Icon.Add`, `add`, `chevron-down` → `add`, `chevrondown`. */
const iconKey = (name: string): string =>
  name
    .replace(/^(builtinicon:|Icon\.)/, '')
    .replaceAll(/[-_\s]/g, '')
    .toLowerCase();

/**
 * An icon by its name in Power Apps. Nothing while the set is loading (the host is drawn again when it is there) and for unknown names.
 * Decorative: what it means is said in text beside it.
 * `stretched` fills the box whatever its shape; `filled` is the heavier form.
 */
export function icon(
  host: ReactiveControllerHost,
  name: string,
  { stretched = false, filled = false }: { readonly stretched?: boolean; readonly filled?: boolean } = {},
): SVGTemplateResult | typeof nothing {
  if (name === '') return nothing;
  if (paths === undefined) {
    void loadIcons().then(() => host.requestUpdate());
    return nothing;
  }
  const key = iconKey(name);
  const known = synonyms.get(key) ?? key;
  const solid = filled ? paths.get(`${known}filled`) : undefined;
  const path = solid ?? paths.get(key) ?? paths.get(known);
  if (path === undefined) return nothing;
  // What has no filled form of its own is drawn heavier.
  const line = filled && solid === undefined ? 1.1 : 0;
  const fit = stretched ? 'none' : 'xMidYMid meet';
  return svg`<svg viewBox="0 0 20 20" preserveAspectRatio=${fit} fill="currentColor" aria-hidden="true"><path d=${path} stroke="currentColor" stroke-width=${line}></path></svg>`;
}

/** Names that modern controls use (Fluent's), and what Power Apps calls the same. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ['dismiss', 'cancel'],
  ['delete', 'trash'],
  ['checkmark', 'check'],
  ['arrowclockwise', 'reload'],
  ['arrowsync', 'sync'],
  ['alert', 'bell'],
  ['calendar', 'calendarblank'],
  ['navigation', 'hamburger'],
  ['morehorizontal', 'more'],
  ['info', 'information'],
  ['questioncircle', 'help'],
  ['cart', 'shoppingcart'],
  ['arrowdownload', 'download'],
  ['arrowundo', 'undo'],
  ['arrowredo', 'redo'],
  ['eye', 'view'],
  ['lockclosed', 'lock'],
  ['lockopen', 'unlock'],
  ['attach', 'paperclip'],
  ['chat', 'message'],
  ['open', 'openinnewwindow'],
  ['errorcircle', 'error'],
]);
