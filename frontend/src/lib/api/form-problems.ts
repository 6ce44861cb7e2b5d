import { i18n } from '@lingui/core';
import type { FieldValues, Path, UseFormSetError } from 'react-hook-form';

import { errorCopy } from './error-copy';
import { ApiError } from './problem';

/** Shows the server's refusals at their fields. True if there is nothing left to say about `error` elsewhere. */
export function showAtFields<T extends FieldValues>(
  error: unknown,
  fields: readonly Path<T>[],
  setError: UseFormSetError<T>,
): boolean {
  if (!(error instanceof ApiError)) return false;
  const named = [...error.fields];
  const { param } = error.members;
  if (typeof param === 'string') {
    const copy = errorCopy(error);
    named.push({
      field: param,
      message: typeof copy === 'string' ? copy : i18n._(copy),
      code: error.code,
    });
  }

  const shown = named.filter((problem) => fields.includes(problem.field as Path<T>));
  for (const problem of shown) {
    setError(problem.field as Path<T>, { type: 'server', message: problem.message });
  }
  return shown.length > 0 && shown.length === named.length;
}
