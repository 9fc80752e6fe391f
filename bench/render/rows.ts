/** A person in a list: four texts. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly city: string;
  readonly total: string;
}

const names = ['Helga Lindqvist', 'Tomás Ferreira', 'Aiko Tanaka', 'Ngozi Okafor', 'Jean-Luc Moreau', 'Priya Raman'];
const cities = ['Göteborg', 'Porto', 'Kyoto', 'Lagos', 'Lyon', 'Chennai', 'Århus'];

export const people = (count: number): Person[] =>
  Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    name: `${names[index % names.length]!} ${index}`,
    city: cities[index % cities.length]!,
    total: `${(index * 7919) % 90_000} €`,
  }));

/** In pixels. */
export const ROW = 40;
export const WINDOW = 800;
export const WIDTH = 640;
