import { Trans } from '@lingui/react/macro';
import { Button, FileButton, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { ErrorNotice } from '@/components/ui/error-notice';
import { Notice } from '@/components/ui/notice';
import { Panel } from '@/components/ui/panel';
import { Poster } from '@/components/ui/poster';

import {
  draftImageQuery,
  IMAGE_KINDS,
  imageFault,
  useDeleteImage,
  usePutImage,
} from '../api/image';
import type { OwnEvent } from '../api/own-events';
import classes from './event-image.module.css';

/** The event's picture, and how to give it another one. */
export function EventImage({ event }: { event: OwnEvent }) {
  const put = usePutImage(event.id);
  const remove = useDeleteImage(event.id);
  const [fault, setFault] = useState<ReturnType<typeof imageFault>>(null);

  function choose(file: File | null) {
    if (!file) return;
    const found = imageFault(file);
    setFault(found);
    if (found === null) put.mutate(file);
  }

  return (
    <Panel title={<Trans>Picture</Trans>}>
      <div className={classes.stack}>
        <div className={classes.frame}>
          <Picture event={event} />
        </div>
        <div className={classes.actions}>
          <FileButton accept={IMAGE_KINDS.join(',')} onChange={choose}>
            {(props) => (
              <Button {...props} variant="default" loading={put.isPending}>
                {event.image_url ? <Trans>Change the picture</Trans> : <Trans>Add a picture</Trans>}
              </Button>
            )}
          </FileButton>
          {event.image_url && (
            <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
              <Trans>Remove</Trans>
            </Button>
          )}
        </div>
        <p className={classes.hint}>
          <Trans>Landscape looks best. JPEG, PNG or WebP, at most 5 MB.</Trans>
        </p>
        {fault && (
          <Notice tone="warn" urgent>
            {fault === 'kind' ? (
              <Trans>This file is no JPEG, PNG or WebP picture.</Trans>
            ) : (
              <Trans>This picture is larger than 5 MB. Save it smaller and try again.</Trans>
            )}
          </Notice>
        )}
        {put.error && !fault && <ErrorNotice error={put.error} />}
        {remove.error && <ErrorNotice error={remove.error} />}
      </div>
    </Panel>
  );
}

/** Also of a draft, whose picture nobody else may see. */
export function Picture({ event }: { event: OwnEvent }) {
  const isDraft = event.status === 'draft';
  const image = useQuery({
    ...draftImageQuery(event.image_url ?? ''),
    enabled: isDraft && event.image_url !== null,
  });
  if (image.isLoading) return <Skeleton height="100%" radius={0} />;
  return <Poster seed={event.id} src={isDraft ? (image.data ?? null) : event.image_url} />;
}
