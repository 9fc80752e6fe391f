import { formulaError, type FormulaError, type Value } from '../formula/index.ts';

/** A question that an app asks its user (`Confirm`). */
export interface Question {
  readonly message: string;
  readonly title: string;
  readonly subtitle: string;
  readonly confirm: string;
  readonly cancel: string;
}

/** What an app asks of the page that shows it. Each gives `true`, or an error value that says why it could not be done. */
export interface Device {
  /** Opens an address that `launchAddress` has let through; `target` is that of a link. */
  launch(address: string, target: string): Value;
  copy(text: string): Value | Promise<Value>;
  /** Saves what is at an address as a file. */
  download(address: string): Value;
  print(): Value;
  /** Asks, and resolves with the answer. */
  confirm(question: Question): Promise<boolean>;
  exit(signOut: boolean): Value;
  hide(): Value;
}

const nowhere = (what: string): FormulaError =>
  formulaError('NotSupported', `${what} needs a page around the app, and there is none.`);

/** Where an app runs without a page. */
export const noPage: Device = {
  launch: () => nowhere('Launch'),
  copy: () => nowhere('Copy'),
  download: () => nowhere('Download'),
  print: () => nowhere('Print'),
  confirm: () => Promise.resolve(false),
  exit: () => nowhere('Exit'),
  hide: () => nowhere('RequestHide'),
};

/** Schemes that bring content of their own, which would then run as the page. */
const unsafe = new Set(['javascript', 'data', 'vbscript', 'blob', 'filesystem', 'file', 'about', 'view-source']);

/**
 * An address that may be opened, as the browser reads it: of the web, of a mailbox, of another app. Relative ones count from `base`. An
 * error value for what is no address, and for one that would run as a part of the page.
 */
export function launchAddress(text: string, base: string | undefined): string | FormulaError {
  const trimmed = text.trim();
  const full = /^www\./i.test(trimmed) ? `https://${trimmed}` : trimmed;
  try {
    const url = new URL(full, base ?? 'https://relative.invalid/');
    if (unsafe.has(url.protocol.slice(0, -1)))
      return formulaError(
        'InvalidArgument',
        `Addresses that begin with ${url.protocol} are not opened. Use one that begins with https:.`,
      );
    return base === undefined ? full : url.href;
  } catch {
    return formulaError('InvalidArgument', `"${trimmed.slice(0, 80)}" is not an address.`);
  }
}
