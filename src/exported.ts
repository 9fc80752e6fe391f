/**
 * What an exported page with the app's source runs: files that stand in the page itself. `fxloom export --source` writes such pages; this module
 * and everything that it needs is in them.
 */
import './index.ts';
import type { SourceFile } from './app/index.ts';
import { openExported } from './exported-data.ts';

openExported<readonly SourceFile[]>(({ files = [] }) => ({ files }));
