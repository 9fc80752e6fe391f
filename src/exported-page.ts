/**
 * What an exported page runs: an app as data that stands in the page itself, with connections and media. `fxloom export` writes such pages;
 * this module and everything that it needs is in them.
 */
import './exported-player.ts';
import { openExported } from './exported-data.ts';

openExported<unknown>(({ app }) => ({ files: [], exported: app }));
