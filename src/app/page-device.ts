import { formulaError, type Value } from '../formula/index.ts';
import type { Device } from './device.ts';
import { ask } from './question.ts';

/**
 * What a page does for the app that an element of it shows. The element raises `fx-exit` (detail `{signOut}`) and `fx-hide` where the app
 * asks for that; what `fx-hide` does by itself can be prevented.
 */
export function pageDevice(host: HTMLElement): Device {
  const document = host.ownerDocument;
  const window = document.defaultView!;
  const tell = (type: string, detail: object): boolean =>
    host.dispatchEvent(new CustomEvent(type, { bubbles: true, composed: true, cancelable: true, detail }));
  return {
    launch: (address, target) => {
      // Without a reference back, and without saying where it was opened from.
      if (target === '_self') window.location.assign(address);
      else window.open(address, target, target === '_blank' ? 'noopener,noreferrer' : '');
      return true;
    },
    copy: async (text): Promise<Value> => {
      try {
        await window.navigator.clipboard.writeText(text);
        return true;
      } catch {
        return formulaError(
          'NotSupported',
          'The browser did not let the page copy. Copy works in secure pages, after a press of the user.',
        );
      }
    },
    download: (address) => {
      const link = document.createElement('a');
      link.href = address;
      link.download = '';
      link.rel = 'noopener';
      link.click();
      return address;
    },
    print: () => {
      window.print();
      return true;
    },
    confirm: (question) => ask(host.shadowRoot!, question),
    exit: (signOut) => {
      tell('fx-exit', { signOut });
      return true;
    },
    hide: () => {
      if (tell('fx-hide', {})) host.hidden = true;
      return true;
    },
  };
}
