import { zodResolver } from '@hookform/resolvers/zod';
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Skeleton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Notice } from '@/components/ui/notice';
import { showAtFields } from '@/lib/api/form-problems';

import { type Profile, profileQuery, useChangeProfile } from '../api/profiles';
import classes from './form.module.css';

const INTERNATIONAL = /^(\+[1-9][0-9]{6,14})?$/;

const Fields = z.object({
  name: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, { error: () => i18n._(msg`Enter your name.`) }),
      z.maxLength(200, { error: () => i18n._(msg`Use at most 200 characters.`) }),
    ),
  // People write numbers with spaces and brackets; the server wants none.
  phone: z.pipe(
    z.pipe(
      z.string(),
      z.transform((typed) => typed.replace(/[\s()/-]/g, '')),
    ),
    z.string().check(
      z.regex(INTERNATIONAL, {
        error: () => i18n._(msg`Begin with + and the country, like +49 151 12345678.`),
      }),
    ),
  ),
});
const FIELD_NAMES = ['name', 'phone'] as const;

export function ProfileForm() {
  const profile = useQuery(profileQuery());
  if (profile.isPending) return <Skeleton height={190} radius="md" />;
  if (profile.isError) {
    return (
      <ErrorNotice
        error={profile.error}
        retry={() => void profile.refetch()}
        isRetrying={profile.isFetching}
      />
    );
  }
  return <ProfileFields profile={profile.data} />;
}

function ProfileFields({ profile }: { profile: Profile }) {
  const { t } = useLingui();
  const change = useChangeProfile();
  const form = useForm({
    resolver: zodResolver(Fields),
    values: { name: profile.name, phone: profile.phone ?? '' },
  });
  const { errors, isDirty } = form.formState;
  const isShownAtFields = Object.keys(errors).length > 0;
  const submit = form.handleSubmit(({ name, phone }) =>
    change.mutate(
      { name, phone: phone || null },
      { onError: (error) => showAtFields(error, FIELD_NAMES, form.setError) },
    ),
  );

  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <TextInput
        label={t`Name`}
        autoComplete="name"
        error={errors.name?.message}
        {...form.register('name')}
      />
      <TextInput
        label={t`Telephone`}
        description={t`Optional. For text messages, if you want them.`}
        type="tel"
        autoComplete="tel"
        error={errors.phone?.message}
        {...form.register('phone')}
      />
      {change.error && !isShownAtFields && <ErrorNotice error={change.error} />}
      {change.isSuccess && !isDirty && <Notice tone="good" title={<Trans>Saved</Trans>} />}
      <Button type="submit" loading={change.isPending} disabled={!isDirty}>
        <Trans>Save</Trans>
      </Button>
    </form>
  );
}
