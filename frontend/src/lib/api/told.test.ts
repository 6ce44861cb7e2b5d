import { expect, test } from 'vitest';

import { told } from './told';

function stream(...parts: string[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob(parts).stream();
}

/** Parts that come one by one, as they were sent, and then nothing more. */
function standingStill(...parts: string[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  const left = parts.map((part) => new TextEncoder().encode(part));
  return new ReadableStream({
    pull: (controller) => {
      const next = left.shift();
      if (next) controller.enqueue(next);
    },
  });
}

async function all(texts: AsyncGenerator<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const text of texts) found.push(text);
  return found;
}

test('each event has its text, and comments have none', async () => {
  const texts = await all(told(stream('data: 1\n\n: still here\n\ndata: a\ndata: b\n\n')));
  expect(texts).toEqual(['1', 'a\nb']);
});

test('an event that comes in pieces is one, also where a letter is torn apart', async () => {
  const bytes = new TextEncoder().encode('data: {"name":"Ränge"}\n\n');
  const torn = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  expect(await all(told(torn))).toEqual(['{"name":"Ränge"}']);
});

test('what was not finished is not told', async () => {
  expect(await all(told(stream('data: 1\n\ndata: {"so')))).toEqual(['1']);
});

test('a stream that says nothing any more is over', async () => {
  expect(await all(told(standingStill('data: 1\n\n'), 20))).toEqual(['1']);
});

test('a connection that breaks is an error', async () => {
  const broken = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.error(new Error('gone')),
  });
  await expect(all(told(broken))).rejects.toThrow('gone');
});
