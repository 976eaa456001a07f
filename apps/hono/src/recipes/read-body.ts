import type { Context } from 'hono';
import { readFields } from '../../../shared/recipes/read-fields.ts';

/** The body says that it is JSON, and is not. */
export class NotJsonError extends Error {}

const JSON_MEDIA_TYPE = /^application\/json *(?:;|$)/i;

/**
 * The fields of a JSON body. A page of another site can post text and forms without asking, so only what says that it is JSON
 * is read; of anything else there are no fields.
 *
 * @throws NotJsonError
 */
export async function readBody({ req }: Context): Promise<Readonly<Record<string, unknown>>> {
  if (!JSON_MEDIA_TYPE.test(req.header('Content-Type') ?? '')) return {};
  const text = await req.text();
  if (text === '') return {};
  try {
    return readFields(JSON.parse(text));
  } catch {
    throw new NotJsonError('The body is not JSON.');
  }
}
