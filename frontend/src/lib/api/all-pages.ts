/** Whole lists, for files: page after page, as fast as the server lets us. */
import { pause } from '@/lib/clock/pause';

import { ApiError } from './problem';

interface PageOf<Row> {
  data: Row[];
  next_cursor?: string | null;
}

const TOO_OFTEN = 429;

/** All rows of a list; `read` gets the cursor of the page it is to bring. */
export async function allPages<Row>(
  read: (after: string | undefined) => Promise<PageOf<Row>>,
  wait: (seconds: number) => Promise<void> = pause,
): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | undefined;
  do {
    const page = await inTime(() => read(after), wait);
    rows.push(...page.data);
    after = page.next_cursor ?? undefined;
  } while (after !== undefined);
  return rows;
}

/** Who asks too often is told when to ask again. */
async function inTime<T>(
  ask: () => Promise<T>,
  wait: (seconds: number) => Promise<void>,
): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== TOO_OFTEN) throw error;
      await wait(error.retryAfter ?? 1);
    }
  }
}
