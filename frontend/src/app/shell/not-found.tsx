import { Trans, useLingui } from '@lingui/react/macro';

import { LinkButton } from '@/components/ui/links';
import { Page } from '@/components/ui/page';

export function NotFound() {
  const { t } = useLingui();
  return (
    <Page
      title={t`Nothing at this address`}
      lead={<Trans>The link may be old, or the thing it led to is not yours to see.</Trans>}
      width="reading"
    >
      <div data-testid="not-found">
        <LinkButton to="/">
          <Trans>See what’s on</Trans>
        </LinkButton>
      </div>
    </Page>
  );
}
