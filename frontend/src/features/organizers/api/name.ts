import { msg } from '@lingui/core/macro';
import { i18n } from '@lingui/core';
import * as z from 'zod/mini';

/** What buyers know an organizer by. */
export const organizerName = z
  .string()
  .check(
    z.trim(),
    z.minLength(1, { error: () => i18n._(msg`Enter the name that buyers will see.`) }),
    z.maxLength(200, { error: () => i18n._(msg`Use at most 200 characters.`) }),
  );
