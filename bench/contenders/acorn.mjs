import { peer } from '../peer.mjs';
import { dialects, longFormula } from '../workload.mjs';

const { parse } = peer('acorn');

/** A parser of JavaScript, written by hand. */
export const tasks = {
  parse: () => {
    let salt = 0;
    return () => parse(longFormula(dialects.cel, ++salt % 90), { ecmaVersion: 2020 }).body.length;
  },
};
