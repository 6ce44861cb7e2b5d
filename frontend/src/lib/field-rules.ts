/** The rules of fields that more than one feature's forms have, as far as a form can check them before the server does. */
import { msg } from '@lingui/core/macro';
import { i18n } from '@lingui/core';
import * as z from 'zod/mini';

export const email = z
  .string()
  .check(
    z.trim(),
    z.regex(/^[^\s@]+@[^\s@]+$/, { error: () => i18n._(msg`Enter an e-mail address.`) }),
  );

export const holderName = z
  .string()
  .check(
    z.trim(),
    z.minLength(1, { error: () => i18n._(msg`Enter the name of who comes with this ticket.`) }),
    z.maxLength(200, { error: () => i18n._(msg`Use at most 200 characters.`) }),
  );
