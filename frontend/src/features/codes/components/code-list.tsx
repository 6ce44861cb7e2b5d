import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';

import { EmptyState } from '@/components/ui/empty-state';
import { PlusIcon, TicketIcon } from '@/components/ui/icons';
import { Loaded } from '@/components/ui/loaded';
import { Unfold } from '@/components/ui/unfold';

import { codesQuery, codeUsesQuery, useCreateCode } from '../api/codes';
import { codeIn } from '../api/fields';
import { CodeForm, type CodeFormProps } from './code-form';
import { CodeSheet } from './code-sheet';
import classes from './codes.module.css';

/** Words that lower the price, or open what is hidden. */
export function CodeList({ isDraft, ...props }: CodeFormProps & { isDraft: boolean }) {
  const codes = useQuery(codesQuery(props.eventId));
  // Nobody can have used a code of a draft, and nobody counts it yet.
  const uses = useQuery({ ...codeUsesQuery(props.eventId), enabled: !isDraft }).data;
  return (
    <div className={classes.stack}>
      <Loaded query={codes}>
        {(data) =>
          data.length > 0 ? (
            <ul className={classes.list}>
              {data.map((code) => (
                <li key={code.id}>
                  <CodeSheet {...props} code={{ ...code, used: uses?.get(code.id) ?? null }} />
                </li>
              ))}
            </ul>
          ) : (
            <EmptyState icon={<TicketIcon size={26} />} title={<Trans>No codes yet</Trans>}>
              <Trans>
                A code makes tickets cheaper for friends, or sells what others do not see.
              </Trans>
            </EmptyState>
          )
        }
      </Loaded>
      <div className={classes.actions}>
        <NewCode {...props} />
      </div>
    </div>
  );
}

function NewCode(props: CodeFormProps) {
  const create = useCreateCode(props.eventId);
  return (
    <Unfold
      icon={<PlusIcon />}
      label={<Trans>New code</Trans>}
      title={<Trans>What do buyers type, and what do they get?</Trans>}
    >
      {(close) => (
        <CodeForm
          {...props}
          code={null}
          error={create.error}
          isSaving={create.isPending}
          save={(fields) =>
            create.mutate(codeIn(fields, props.currency, props.timeZone), { onSuccess: close })
          }
          close={close}
        />
      )}
    </Unfold>
  );
}
