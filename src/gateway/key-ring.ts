import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from './configuration-error.ts';

/** A key of 256 bits with the name that sealed texts know it by. */
interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

const SIZE = 32;
const IV = 12;
const TAG = 16;

/**
 * The keys that secrets are encrypted with (AES-256-GCM, NIST SP 800-38D): the first seals, all open. A key is named by the beginning of its
 * hash, so that changing keys is writing a new one before the old.
 */
export class KeyRing {
  private readonly keys: readonly Key[];

  /** @param texts keys in base64, the one that seals first */
  constructor(texts: readonly string[], from: string) {
    this.keys = texts.map((text) => {
      const bytes = Buffer.from(text, 'base64');
      if (bytes.length !== SIZE)
        throw new ConfigurationError(
          `${from} must hold keys of ${SIZE} bytes in base64, one a line; \`openssl rand -base64 ${SIZE}\` makes one.`,
        );
      return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
    });
    if (this.keys.length === 0) throw new ConfigurationError(`${from} holds no key; \`openssl rand -base64 ${SIZE}\` makes one.`);
  }

  /** A text that only this ring opens, and only for the same purpose: what is copied to another row of a table does not open there. */
  seal(text: string, purpose: string): string {
    const [{ id, bytes }] = this.keys as [Key];
    const iv = randomBytes(IV);
    const cipher = createCipheriv('aes-256-gcm', bytes, iv, { authTagLength: TAG }).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return [id, iv.toString('base64url'), cipher.getAuthTag().toString('base64url'), sealed.toString('base64url')].join('.');
  }

  /** The text; undefined where no key opens it for this purpose. */
  open(sealed: string, purpose: string): string | undefined {
    const [id, iv, tag, text] = sealed.split('.');
    const key = this.keys.find((of) => of.id === id);
    if (key === undefined || iv === undefined || tag === undefined || text === undefined) return undefined;
    try {
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(iv, 'base64url'), { authTagLength: TAG })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(Buffer.from(tag, 'base64url'));
      return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }

  /** Whether a sealed text is by the key that seals now. */
  isCurrent(sealed: string): boolean {
    return sealed.startsWith(`${this.keys[0]!.id}.`);
  }
}

/** The variable of the environment that may hold the keys, separated by commas. */
export const KEY_VARIABLE = 'FXLOOM_GATEWAY_KEYS';

/** The keys of the environment, or of the file `keys` in a folder; the file is made where there is none. `told` hears of that. */
export function openKeyRing(folder: string, environment: NodeJS.ProcessEnv, told: (text: string) => void): KeyRing {
  const given = environment[KEY_VARIABLE];
  if (given !== undefined && given !== '') return new KeyRing(linesOf(given.replaceAll(',', '\n')), KEY_VARIABLE);
  const file = join(folder, 'keys');
  const [text, made] = privateFile(file, () => `${randomBytes(SIZE).toString('base64')}\n`);
  if (made)
    told(`A new key was written to ${file}. Keep a copy in another place than the database: without it the secrets are lost.`);
  return new KeyRing(linesOf(text), file);
}

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/** The text of a file that only its owner may read, and whether it was made. */
export function privateFile(file: string, make: () => string): readonly [text: string, made: boolean] {
  if (!existsSync(file)) {
    mkdirSync(join(file, '..'), { recursive: true, mode: 0o700 });
    writeFileSync(file, make(), { mode: 0o600, flag: 'wx', flush: true });
    return [readFileSync(file, 'utf8'), true];
  }
  // Windows has no such modes.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    throw new ConfigurationError(
      `Others can read ${file}. Run \`chmod 600 ${file}\`, and make a new one where others may have read it.`,
    );
  return [readFileSync(file, 'utf8'), false];
}
