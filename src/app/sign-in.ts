/*
 * Signing in by a window of its own. The page that the authorization server sends people back to calls `finishPopup`:
 *
 *     <script type="module">import { finishPopup } from 'fxloom/app'; finishPopup();</script>
 */

const CHANNEL = 'fxloom-sign-in';
const FEATURES = 'popup,width=520,height=680';
const LOOK = 500;

/**
 * Shows an address in a window and gives the one that it came back to: what `OAuthCredentials` wants as `authorize`. To be called while a
 * click is handled, or browsers block the window. Rejects where the window is blocked or closed.
 */
export function popup(address: URL): Promise<URL> {
  const state = address.searchParams.get('state');
  const opened = window.open(address.href, '_blank', FEATURES);
  if (opened === null)
    return Promise.reject(new Error('The browser blocked the window to sign in. Allow windows of this page, and try again.'));
  const channel = new BroadcastChannel(CHANNEL);
  return new Promise<URL>((resolve, reject) => {
    const clock = setInterval(() => {
      if (opened.closed) end(() => reject(new Error('The window was closed before the sign-in was finished.')));
    }, LOOK);
    const end = (tell: () => void): void => {
      clearInterval(clock);
      channel.close();
      tell();
    };
    // Only pages of this origin hear and speak here; an answer to another sign-in is not for this one.
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data !== 'string' || !URL.canParse(data)) return;
      const back = new URL(data);
      if (back.searchParams.get('state') === state) end(() => resolve(back));
    });
  });
}

/** Tells the page that opened this one where the sign-in came back to, takes the code out of the address, and closes the window. */
export function finishPopup(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(location.href);
  channel.close();
  history.replaceState(null, '', location.pathname);
  window.close();
}
