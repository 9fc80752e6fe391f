import { Diagnostics } from '../diagnostic.ts';
import { pointerSteps } from '../json.ts';
import { Lines } from '../place.ts';
import type { Source } from '../source.ts';
import { splitCommands } from './curl-words.ts';

/** What the document of a cURL command is called: a list of commands, each a list of its words. */
export const CURL = 'curl';

/** cURL commands as a source: `/curl/0/3` is the fourth word of the first. */
export function curlSource(text: string): Source {
  const { commands, problems } = splitCommands(text);
  const lines = new Lines(text);
  const diagnostics = new Diagnostics();
  for (const { offset, message } of problems)
    diagnostics.addAt({ severity: 'error', code: 'syntax', message, pointer: '', ...lines.place(offset) });
  return {
    root: { [CURL]: commands.map((words) => words.map((word) => word.text)) },
    diagnostics: diagnostics.list,
    places: (pointers) =>
      new Map(
        [...pointers].map((pointer) => {
          const [, command, word] = pointerSteps(pointer);
          const words = commands[Number(command ?? 0)];
          return [pointer, lines.place((words?.[Number(word ?? 0)] ?? words?.[0])?.offset ?? 0)];
        }),
      ),
  };
}
