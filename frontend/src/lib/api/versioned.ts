/** What is read together with the mark of its version, so that nobody overwrites what they have not seen. */
import { ApiError, toApiError } from './problem';
import { type Answer, unwrap } from './client';

export interface Versioned<T> {
  data: T;
  /** For `If-Match`. */
  etag: string | undefined;
}

/** The data of a call with its version, or its ApiError thrown. */
export async function unwrapVersioned<T>(call: Promise<Answer<T>>): Promise<Versioned<T>> {
  const answer = await call;
  if (!answer.response.ok) throw toApiError(answer.response, answer.error);
  return { data: await unwrap(Promise.resolve(answer)), etag: etagOf(answer.response) };
}

/** Whoever packs an answer marks its tag as weak; to the service it is the same one. */
function etagOf(response: Response): string | undefined {
  return response.headers.get('ETag')?.replace(/^W\//, '');
}

export function isChangedMeanwhile(error: unknown): boolean {
  return error instanceof ApiError && error.status === 412;
}
