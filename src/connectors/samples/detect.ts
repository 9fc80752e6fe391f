import { isObject, member, objectMember, type JsonObject } from '../json.ts';

/** Whether a text is a cURL command, perhaps after comments and a prompt. */
export const looksLikeCurl = (text: string): boolean =>
  /^\uFEFF?(?:\s|#.*\n)*(?:[$>#]\s+|PS [^>]*>\s*)?curl(?:\.exe)?[\s^`\\]/i.test(text);

/** Whether a document is a Postman collection, of format 2.0 or 2.1; also as Postman's own service wraps it. */
export function isPostman(root: unknown): boolean {
  if (!isObject(root) || Object.hasOwn(root, 'swagger') || Object.hasOwn(root, 'openapi')) return false;
  const collection = collectionOf(root);
  return (
    Array.isArray(member(collection, 'item')) &&
    objectMember(collection, 'info') !== undefined &&
    !Object.hasOwn(collection, 'paths')
  );
}

export const collectionOf = (root: JsonObject): JsonObject => objectMember(root, 'collection') ?? root;
