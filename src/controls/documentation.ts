import { keepSentences } from './sentences.ts';

// In the sources each sentence stands in its declaration; the build moves them all here (`scripts/sentences-apart.mjs`).
keepSentences([]);
