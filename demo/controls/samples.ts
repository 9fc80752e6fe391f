import type { Table } from '../../src/formula/index.ts';

const drawn = (body: string, box = '0 0 120 80'): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">${body}</svg>`)}`;

export const landscape = drawn(
  '<rect width="120" height="80" fill="#cfe4f5"/><circle cx="92" cy="20" r="9" fill="#fdd267"/>' +
    '<path d="M0 62 30 28l18 20 16-18 56 50H0z" fill="#5b7f95"/><path d="M0 80V66l26-14 30 18 22-10 42 14v6z" fill="#2f5d50"/>',
);

const people = ['#b3541e', '#0b6a9f', '#5c7f2a', '#7a3b8f', '#a1343c', '#2a6f6b'].map((fill, index) =>
  drawn(
    `<rect width="48" height="48" fill="${fill}"/><circle cx="24" cy="19" r="8" fill="#fff" opacity=".85"/>` +
      `<path d="M8 ${44 - (index % 2)}c2-10 9-14 16-14s14 4 16 14v4H8z" fill="#fff" opacity=".85"/>`,
    '0 0 48 48',
  ),
);
export const portrait = people[0]!;

const names = [
  'Helga Lindqvist',
  'Tomás Ferreira',
  'Aiko Tanaka',
  'Ngozi Okafor',
  'Jean-Luc Moreau',
  'Priya Raman',
  'Lars Holm',
  'Ana Kovač',
];
const euro = new Intl.NumberFormat('en-IE', { style: 'currency', currency: 'EUR' });

/** The amounts that orders have: writing a number as money takes longer than the rest of a row. */
const amounts: string[] = [];
const amount = (cents: number): string => (amounts[cents] ??= euro.format(cents / 100 + 12));

/** Orders as a service would send them. */
export const orders = (count: number, photos = true): Table =>
  Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    number: `ORD-${20_000 + index}`,
    customer: names[(index * 5 + (index >> 3)) % names.length]!,
    total: amount((index * 7919) % 90_000),
    ...(photos ? { photo: people[index % people.length]! } : {}),
  }));
