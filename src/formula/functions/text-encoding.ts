import { defineFunction, param, type Documentation, type FunctionDefinition } from '../function.ts';
import { htmlToText } from '../html-text.ts';
import { text } from '../type.ts';

/*
 * Texts for and from other notations.
 */

export const documentation: Documentation = {
  text: {
    EncodeUrl: {
      summary: 'The text as a part of an address: everything but letters, digits and - _ . ~ becomes %XX.',
      examples: [['EncodeUrl("a b&c")', '"a%20b%26c"']],
    },
    EncodeHTML: {
      summary: 'The text with the characters that mean something in HTML written as references.',
      examples: [['EncodeHTML("<b>Mac & cheese</b>")', '"&lt;b&gt;Mac &amp; cheese&lt;/b&gt;"']],
    },
    PlainText: {
      summary:
        'The text of a piece of HTML or XML: without tags, with line ends where blocks begin, and references as characters.',
      examples: [['PlainText("<p>Mac &amp; cheese</p>")', '"Mac & cheese"']],
    },
  },
};

/** Halves of surrogate pairs that stand alone become the replacement character. */
const wellFormed = (value: string): string => value.replace(/\p{Surrogate}/gu, '\ufffd');

const htmlNames: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
]);

export const textEncodings: readonly FunctionDefinition[] = [
  defineFunction({
    name: 'EncodeUrl',
    parameters: [param('url', text)],
    result: text,
    evaluate: (value) =>
      encodeURIComponent(wellFormed(value)).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
  }),
  defineFunction({
    name: 'EncodeHTML',
    parameters: [param('value', text)],
    result: text,
    evaluate: (value) =>
      wellFormed(value).replace(
        /[&<>"'\xa0-\xff]|[\u{10000}-\u{10ffff}]/gu,
        (sign) => htmlNames.get(sign) ?? `&#${sign.codePointAt(0)};`,
      ),
  }),
  defineFunction({
    name: 'PlainText',
    parameters: [param('text', text)],
    result: text,
    evaluate: htmlToText,
  }),
];
