/** A picture, sound, film or document of an app, by the name that formulas call it. */
export interface MediaFile {
  readonly name: string;
  /** Where it lay in the package or folder: `Assets/Images/logo.png`. */
  readonly path: string;
  /** `image/png` … */
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const types = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['jfif', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['svg', 'image/svg+xml'],
  ['webp', 'image/webp'],
  ['avif', 'image/avif'],
  ['bmp', 'image/bmp'],
  ['ico', 'image/x-icon'],
  ['mp3', 'audio/mpeg'],
  ['wav', 'audio/wav'],
  ['m4a', 'audio/mp4'],
  ['ogg', 'audio/ogg'],
  ['wma', 'audio/x-ms-wma'],
  ['mp4', 'video/mp4'],
  ['webm', 'video/webm'],
  ['wmv', 'video/x-ms-wmv'],
  ['pdf', 'application/pdf'],
]);

/** The file that says what formulas call the media of an app. */
export const RESOURCES = 'References/Resources.json';

/** The type of a media file by its ending; undefined for what is no media. */
export const mediaType = (path: string): string | undefined => types.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase());

/**
 * What formulas call the media files of an app, by path: as `References/Resources.json` says, and by the file's own name, without its
 * ending, where that says nothing. Paths count from the app's folder.
 *
 * @param paths of files of the app
 * @param resources the text of `References/Resources.json`, where there is one
 */
export function mediaNames(paths: Iterable<string>, resources: string | undefined): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const path of paths) {
    if (!/^Assets\//i.test(path) || mediaType(path) === undefined) continue;
    const file = path.slice(path.lastIndexOf('/') + 1);
    names.set(path, file.slice(0, file.lastIndexOf('.')));
  }
  for (const { Name: name, Path: path } of resourcesOf(resources)) {
    if (typeof name !== 'string' || typeof path !== 'string' || name === '') continue;
    const own = path.replaceAll('\\', '/');
    if (names.has(own)) names.set(own, name);
  }
  return names;
}

interface Resource {
  readonly Name?: unknown;
  readonly Path?: unknown;
}

function resourcesOf(text: string | undefined): readonly Resource[] {
  if (text === undefined) return [];
  try {
    const parsed = JSON.parse(text) as { readonly Resources?: unknown } | null;
    const list = parsed?.Resources;
    return Array.isArray(list) ? (list as (Resource | null)[]).filter((one) => typeof one === 'object' && one !== null) : [];
  } catch {
    // Without the list every file is known by its own name.
    return [];
  }
}
