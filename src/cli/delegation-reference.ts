/*
 * `npm run docs`: writes what is asked of which kind of source into `docs/data-sources.md`, as the planner decides it. With `--check` it only says
 * whether the page is what it should be.
 */
import { readFileSync } from 'node:fs';
import { delegationTable } from '../connectors/query/delegation-table.ts';
import { writeOrCheck } from './written-file.ts';

const path = 'docs/data-sources.md';
const [begin, end] = ['<!-- delegation: made by npm run docs -->', '<!-- /delegation -->'];
const page = readFileSync(path, 'utf8');
const [from, to] = [page.indexOf(begin), page.indexOf(end)];
if (from < 0 || to < from) throw new Error(`${path} has no place for the table: ${begin} … ${end}`);
const text = `${page.slice(0, from + begin.length)}\n\n${delegationTable()}\n\n${page.slice(to)}`;
writeOrCheck(path, text, 'formulas by kinds of sources', 'the planner');
