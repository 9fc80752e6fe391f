import { nearest } from '../formula/index.ts';

/** The word of a command that was probably meant by another; undefined where none is near. A file of its own, loaded when it is asked. */
export const nearestWord = (word: string, known: readonly string[]): string | undefined => nearest(word, known);
