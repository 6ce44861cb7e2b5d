import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Notice, type Tone } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Tag } from '@/components/ui/tag';

import { healthOf, type InstanceHealth, type Service, systemStatusQuery } from '../api/services';
import classes from './system-status.module.css';

const HEALTH: Record<InstanceHealth, { tone: Tone; words: MessageDescriptor }> = {
  ready: { tone: 'good', words: msg`Ready` },
  starting: { tone: 'warn', words: msg`Not ready` },
  failing: { tone: 'bad', words: msg`Failing` },
  silent: { tone: 'bad', words: msg`Does not answer` },
};

/** Which services run, where, and how they do; looked at every few seconds. */
export function SystemStatus() {
  const status = useQuery(systemStatusQuery());

  if (status.isPending) return <Skeleton height={320} radius="lg" />;
  if (!status.data) {
    return (
      <ErrorNotice
        error={status.error}
        retry={() => void status.refetch()}
        isRetrying={status.isFetching}
      />
    );
  }
  const { services, gateways, redis, version } = status.data;
  const isFine = redis && services.every((service) => service.available);
  return (
    <div className={classes.status}>
      {status.isError && <ErrorNotice error={status.error} retry={() => void status.refetch()} />}
      {isFine ? (
        <Notice tone="good" title={<Trans>Every part of the system answers</Trans>} />
      ) : (
        <Notice tone="bad" urgent title={<Trans>A part of the system does not answer</Trans>} />
      )}
      <div className={classes.services}>
        {services.map((service) => (
          <ServicePanel key={service.name} service={service} />
        ))}
        <Panel title={<Trans>Gateway</Trans>}>
          <ul className={classes.instances}>
            {gateways.map((address) => (
              <li key={address}>
                <code>{address}</code>
                <Tag tone="good">
                  <Trans>Ready</Trans>
                </Tag>
              </li>
            ))}
            <li>
              Redis
              {redis ? (
                <Tag tone="good">
                  <Trans>Ready</Trans>
                </Tag>
              ) : (
                <Tag tone="bad">
                  <Trans>Does not answer</Trans>
                </Tag>
              )}
            </li>
          </ul>
          <p className={classes.load}>
            <Trans>The one that answers runs {version}</Trans>
          </p>
        </Panel>
      </div>
    </div>
  );
}

function ServicePanel({ service }: { service: Service }) {
  const { i18n } = useLingui();
  return (
    <Panel title={<span className={classes.name}>{service.name}</span>}>
      <ul className={classes.instances}>
        {service.instances.map((instance) => {
          const { tone, words } = HEALTH[healthOf(instance)];
          return (
            <li key={instance.address}>
              <span className={classes.what}>
                <code>{instance.address}</code>
                <small>{instance.reason ?? instance.version}</small>
              </span>
              <Tag tone={tone}>{i18n._(words)}</Tag>
            </li>
          );
        })}
        {service.instances.length === 0 && (
          <li>
            <Tag tone="bad">
              <Trans>None runs</Trans>
            </Tag>
          </li>
        )}
      </ul>
      <p className={classes.load}>
        <Plural value={service.running} one="# request is running" other="# requests are running" />
        {service.waiting > 0 && (
          <>
            , <Plural value={service.waiting} one="# waits" other="# wait" />
          </>
        )}
      </p>
    </Panel>
  );
}
