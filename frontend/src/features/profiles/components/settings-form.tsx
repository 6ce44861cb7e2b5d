import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, Skeleton, Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Control, useController, useForm } from 'react-hook-form';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Notice } from '@/components/ui/notice';
import { activateLocale } from '@/lib/i18n/i18n';
import { isLocale, LOCALES } from '@/lib/i18n/locales';
import { AS_THE_DEVICE } from '@/lib/i18n/reader-zone';

import { timeZones } from '../api/time-zones';
import { type Settings, settingsQuery, useChangeSettings } from '../api/profiles';
import classes from './form.module.css';

export function SettingsForm() {
  const settings = useQuery(settingsQuery());
  if (settings.isPending) return <Skeleton height={300} radius="md" />;
  if (settings.isError) {
    return (
      <ErrorNotice
        error={settings.error}
        retry={() => void settings.refetch()}
        isRetrying={settings.isFetching}
      />
    );
  }
  return <SettingsFields settings={settings.data} />;
}

function SettingsFields({ settings }: { settings: Settings }) {
  const { t } = useLingui();
  const change = useChangeSettings();
  const form = useForm({ values: settings });
  const { isDirty } = form.formState;

  const submit = form.handleSubmit((values) =>
    change.mutate(values, {
      onSuccess: ({ locale }) => {
        const language = locale.split('-')[0] ?? '';
        if (isLocale(language)) void activateLocale(language, { remember: true });
      },
    }),
  );

  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <NativeSelect
        label={t`Language`}
        description={t`Of these pages and of the mails that we send you.`}
        data={languages(settings.locale)}
        {...form.register('locale')}
      />
      <NativeSelect
        label={t`Time zone`}
        description={t`Of orders, messages and whatever else is no event’s. Events are always shown in the time of their venue.`}
        data={[
          { value: AS_THE_DEVICE, label: t`As on this device` },
          ...timeZones(settings.time_zone).filter((zone) => zone !== AS_THE_DEVICE),
        ]}
        {...form.register('time_zone')}
      />
      <SettingSwitch
        name="email_event_updates"
        control={form.control}
        label={t`E-mail news about my events`}
        description={t`What you must know, such as a new date or a cancellation, is always sent.`}
      />
      <SettingSwitch
        name="sms_event_updates"
        control={form.control}
        label={t`Text messages about my events`}
        description={t`When one is moved, postponed or canceled. They go to your telephone number.`}
      />
      {change.error && <ErrorNotice error={change.error} />}
      {change.isSuccess && !isDirty && <Notice tone="good" title={<Trans>Saved</Trans>} />}
      <Button type="submit" loading={change.isPending} disabled={!isDirty}>
        <Trans>Save</Trans>
      </Button>
    </form>
  );
}

interface SettingSwitchProps {
  name: 'email_event_updates' | 'sms_event_updates';
  control: Control<Settings>;
  label: string;
  description: string;
}

/** Mantine's switch keeps a state of its own unless it is told each time; a checkbox does not. */
function SettingSwitch({ name, control, ...copy }: SettingSwitchProps) {
  const { value, ...field } = useController({ name, control }).field;
  return <Switch size="md" checked={value} {...field} {...copy} />;
}

/** Ours, and what the account has from elsewhere: a choice that is not offered must not be lost by saving. */
function languages(present: string) {
  const ours = Object.entries(LOCALES).map(([value, { name }]) => ({ value, label: name }));
  return present in LOCALES ? ours : [{ value: present, label: present }, ...ours];
}
