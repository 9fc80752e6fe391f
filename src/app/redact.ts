/** Names whose values are secrets, wherever they stand. */
const secret =
  /pass(?:word|wd|phrase|code)?$|secret|token|api[-_]?key|credential|authori[sz]ation|^auth$|^sig(?:nature)?$|session[-_]?id|cookie/i;

/** Whether what is called so is not to be shown or stored. */
export const isSecretName = (name: string): boolean => secret.test(name);

/** What stands in the place of a secret. */
export const HIDDEN = '•••';

/** An address without the values of parameters that are called like secrets, and without a user and password. */
export function openAddress(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.username = '';
  url.password = '';
  for (const name of new Set(url.searchParams.keys())) if (isSecretName(name)) url.searchParams.set(name, HIDDEN);
  return url.href.replaceAll(encodeURIComponent(HIDDEN), HIDDEN);
}
