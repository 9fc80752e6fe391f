import { inHeader } from './operation.ts';
import { Problem } from './problem.ts';
import { text } from './schema.ts';

export const etagOf = (version: number): string => `"${version}"`;

/** Whether a list of ETags, or `*`, names this one. Weak ones count: only the service's own state is compared. */
export const matches = (header: string, etag: string): boolean =>
  header.split(',').some((each) => ['*', etag].includes(each.trim().replace(/^W\//, '')));

export const ifMatch = inHeader(
  text({
    maxLength: 200,
    summary: 'If match',
    description: 'Only if the ETag is still this one: the version in quotes.',
    example: '"3"',
  }),
);

export const ifNoneMatch = inHeader(
  text({ maxLength: 200, summary: 'If none match', description: 'Only if the ETag is not this one any more.', example: '"3"' }),
);

/** Refuses a change to something that has changed since the caller read it. */
export function checkMatch(header: string | undefined, version: number): void {
  if (header === undefined || matches(header, etagOf(version))) return;
  throw new Problem(412, 'Precondition Failed', `It has changed meanwhile: it is now version ${version}. Read it again.`, {
    headers: { ETag: etagOf(version) },
  });
}
