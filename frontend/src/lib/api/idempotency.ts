/** A key per thing that somebody wants done: kept until the server's final answer, so that asking again has one effect. */
import { useMutation, type UseMutationOptions } from '@tanstack/react-query';
import { useState } from 'react';

import { ApiError } from './problem';

export function createIdempotencyKeys(newKey: () => string = () => crypto.randomUUID()) {
  let current: { key: string; wish: string } | null = null;

  return {
    /** The key for `wish`: the same one until it is settled, a new one when something else is wanted. */
    keyFor(wish: unknown): string {
      const text = JSON.stringify(wish) ?? '';
      if (current?.wish !== text) current = { key: newKey(), wish: text };
      return current.key;
    },
    /** The server has answered for good; the next time is a new wish. */
    settle() {
      current = null;
    },
  };
}

type Send<TWish, TAnswer> = (wish: TWish, key: string) => Promise<TAnswer>;
type Options<TWish, TAnswer> = Omit<UseMutationOptions<TAnswer, Error, TWish>, 'mutationFn'>;

/** A mutation that can be repeated without fear: the same wish carries the same key until its outcome is known. */
export function useIdempotentMutation<TWish, TAnswer>(
  send: Send<TWish, TAnswer>,
  options: Options<TWish, TAnswer> = {},
) {
  const [keys] = useState(() => createIdempotencyKeys());
  return useMutation({
    ...options,
    mutationFn: async (wish: TWish) => {
      const key = keys.keyFor(wish);
      try {
        const answer = await send(wish, key);
        keys.settle();
        return answer;
      } catch (error) {
        if (error instanceof ApiError && !error.isTransient) keys.settle();
        throw error;
      }
    },
    // Nothing can happen twice, so a hiccup need not be shown.
    retry: (failures, error) => failures < 2 && error instanceof ApiError && error.isTransient,
  });
}
