/** The rules that a form can check before the server does. */
import { msg } from '@lingui/core/macro';
import { i18n } from '@lingui/core';
import * as z from 'zod/mini';

export const newPassword = z
  .string()
  .check(
    z.minLength(8, { error: () => i18n._(msg`Use at least 8 characters.`) }),
    z.maxLength(128, { error: () => i18n._(msg`Use at most 128 characters.`) }),
  );

export const password = z
  .string()
  .check(z.minLength(1, { error: () => i18n._(msg`Enter your password.`) }));

export const name = z
  .string()
  .check(
    z.trim(),
    z.minLength(1, { error: () => i18n._(msg`Enter your name.`) }),
    z.maxLength(200),
  );
