import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Where names lead, as `node:dns` answers it. */
export type Resolve = typeof systemLookup;

/*
 * Addresses that are nobody's service on the internet: IANA's registries of special-purpose addresses (RFC 6890), multicast, and the forms in
 * which IPv6 carries an IPv4 address.
 */
const ranges: readonly string[] = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24', '198.18.0.0/15', '198.51.100.0/24',
  '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
  '::/96', '::ffff:0:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '5f00::/16',
  'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8',
]; // oxfmt-ignore

/** `10.0.0.0/8`, `127.0.0.1` or `fd00::/8`; undefined for what is no range of addresses. */
export function rangeOf(
  text: string,
): { readonly address: string; readonly bits: number; readonly family: 'ipv4' | 'ipv6' } | undefined {
  const [address = '', length] = text.split('/');
  const version = isIP(address);
  const whole = version === 4 ? 32 : 128;
  const bits = length === undefined ? whole : Number(length);
  if (version === 0 || !Number.isInteger(bits) || bits < 0 || bits > whole || length === '') return undefined;
  return { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' };
}

function listOf(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const range = rangeOf(text);
    if (range !== undefined) list.addSubnet(range.address, range.bits, range.family);
  }
  return list;
}

const special = listOf(ranges);

/** Which addresses a gateway connects to: those of the internet, and private ones that its configuration names. */
export class AddressGuard {
  private readonly allowed: BlockList;
  private readonly resolve: Resolve;

  /** @param allowed ranges such as `10.1.0.0/16` @param resolve asks for the addresses of a name */
  constructor(allowed: readonly string[], resolve: Resolve = systemLookup) {
    this.allowed = listOf(allowed);
    this.resolve = resolve;
  }

  /** Whether a connection may be made to an address. */
  admits(address: string): boolean {
    const version = isIP(address);
    if (version === 0) return false;
    const family = version === 4 ? 'ipv4' : 'ipv6';
    // An IPv4 address in the clothes of IPv6 is judged as IPv4, which `BlockList` does by itself.
    return this.allowed.check(address, family) || !special.check(address, family);
  }

  /** Whether a host may be asked for: an address literal is judged at once, a name when its addresses are known. */
  admitsHost(hostname: string): boolean {
    const literal = hostname.replace(/^\[|\]$/g, '');
    return isIP(literal) === 0 || this.admits(literal);
  }

  /**
   * Resolves a name for a socket. All of its addresses are judged, and the socket connects to one that was: a name that answers otherwise the
   * next time is not asked a next time. One private address among them refuses the name.
   */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    this.resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0);
      const wrong = addresses.find(({ address }) => !this.admits(address));
      if (wrong !== undefined || addresses.length === 0) return callback(new PrivateAddress(), '', 0);
      if (options.all === true) return callback(null, addresses);
      return callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}

/** A name leads to an address that no connection is made to. */
export class PrivateAddress extends Error {
  readonly code = 'EPRIVATE';
  constructor() {
    super('The name leads to a private address.');
  }
}
