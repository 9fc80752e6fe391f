import { folded } from './folded.ts';
import { COMPANY_PATTERNS, PLACES, type Place } from './places.ts';
import { weights, type Random } from './random.ts';

export interface SeedCustomer {
  readonly id: number;
  readonly name: string;
  readonly company: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
  readonly postal_code: string;
  readonly city: string;
  readonly country: string;
  readonly initials: string;
  readonly color: string;
  readonly customer_since: string;
  readonly searchable: string;
}

/** Colours of avatars: white text on each has a contrast of at least 4.5. */
const COLORS = ['#8a4a2b', '#2f6690', '#3d6b4f', '#7a4069', '#5b5ea6', '#91532c', '#2a6f6b', '#9b3d4b', '#4c5b6b', '#6b5b1e'];

/** People with an address each; no two have the same name or e-mail. */
export function seedCustomers(random: Random, count: number): SeedCustomer[] {
  const customers: SeedCustomer[] = [];
  const taken = new Set<string>();
  const pickPlace = weights(PLACES.map((place) => [place, place.weight] as const));
  while (customers.length < count) {
    const place = pickPlace(random);
    const given = random.pick(place.given);
    const family = random.pick(place.family);
    const name = `${given} ${family}`;
    if (taken.has(name)) continue;
    taken.add(name);
    customers.push(customerOf(random, customers.length + 1, place, given, family));
  }
  return customers;
}

function customerOf(random: Random, id: number, place: Place, given: string, family: string): SeedCustomer {
  const name = `${given} ${family}`;
  const [city, postalCode] = random.pick(place.cities);
  const company = random.chance(0.45) ? random.pick(COMPANY_PATTERNS).replace('{family}', family).replace('{city}', city) : '';
  const host = company === '' ? 'mail' : folded(company).replace(/[^a-z0-9]+/g, '-');
  return {
    id,
    name,
    company,
    email: `${folded(`${given}.${family}`).replace(/[^a-z0-9.]+/g, '')}@${host}.example`,
    phone: `${place.dial} ${random.between(20, 99)} ${random.between(100, 999)} ${random.between(1000, 9999)}`,
    street: random.pick(place.streets).replace('#', () => String(random.between(1, 148))),
    postal_code: filled(random, postalCode),
    city,
    country: place.country,
    initials: initialsOf(name),
    color: random.pick(COLORS),
    customer_since: dayBefore(random.between(30, 2200)),
    searchable: searchableCustomer(name, company),
  };
}

/** What a search for a customer looks through. */
export const searchableCustomer = (name: string, company: string): string => folded(`${name} ${company}`);

/** First letters of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  return [words[0] ?? '', last].map((word) => word.slice(0, 1).toUpperCase()).join('');
}

const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ'.split('');

const filled = (random: Random, pattern: string): string =>
  pattern.replace(/[#@]/g, (mark) => (mark === '#' ? String(random.between(0, 9)) : random.pick(LETTERS)));

/** The shop's today, to which everything in it is relative. */
export const REFERENCE_DATE = '2026-11-15';

const DAY = 86_400_000;

/** The date so many days before the reference date. */
export const dayBefore = (days: number): string => new Date(Date.parse(REFERENCE_DATE) - days * DAY).toISOString().slice(0, 10);
