import type { Messages } from '@lingui/core';

/** CLDR's pseudo-locale for text that runs from right to left. */
export const MIRRORED = 'ar-XB';

const FROM_THE_RIGHT = '\u202e';
const END = '\u202c';
// Where a form says the number.
const COUNT = '#';

/** The same messages with the letters of their texts in reverse; what is filled in stays as it is. */
export function mirrored(messages: Messages): Messages {
  return Object.fromEntries(
    Object.entries(messages).map(([id, message]) => [id, reversed(message) as Messages[string]]),
  );
}

/** A compiled message is a text, or a list of texts and placeholders; of those one with forms has them as an object. */
function reversed(message: unknown): unknown {
  if (message === COUNT) return message;
  if (typeof message === 'string') return `${FROM_THE_RIGHT}${message}${END}`;
  if (!Array.isArray(message)) return message;
  return message.map((part: unknown) => (Array.isArray(part) ? placeholder(part) : reversed(part)));
}

function placeholder([name, kind, forms]: unknown[]): unknown {
  if (typeof forms !== 'object' || forms === null)
    return [name, kind, forms].slice(0, kind ? 3 : 1);
  const entries = Object.entries(forms).map(([form, text]) => [
    form,
    form === 'offset' ? text : reversed(text),
  ]);
  return [name, kind, Object.fromEntries(entries)];
}
