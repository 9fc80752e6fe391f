import { member, objectMember, textMember } from '../json.ts';

/** A description: a text, or `{content}`. */
export function descriptionOf(owner: unknown): string {
  const description = member(owner, 'description');
  return typeof description === 'string' ? description : (textMember(objectMember(owner, 'description'), 'content') ?? '');
}
