/** Server-sent events as they come: the text of each, one after the other. */

/** Who tells says at least every ten seconds that it lives. */
const SILENT_MS = 25_000;

/** Ends with the stream, and when nothing at all has come for too long. Throws when the connection breaks. */
export async function* told(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  silentMs = SILENT_MS,
): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const part = await orSilence(reader.read(), silentMs);
      if (part === null || part.done) return;
      const events = (rest + part.value).split('\n\n');
      rest = events.pop() ?? '';
      yield* events.map(textOf).filter((text) => text !== '');
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Lines of one event add up to its text; a comment has none. */
function textOf(event: string): string {
  return event
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice('data:'.length).trimStart())
    .join('\n');
}

async function orSilence<T>(wanted: Promise<T>, silentMs: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), silentMs);
  });
  return Promise.race([wanted, silence]).finally(() => clearTimeout(timer));
}
