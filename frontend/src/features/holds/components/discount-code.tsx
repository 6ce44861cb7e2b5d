import { Trans, useLingui } from '@lingui/react/macro';
import type { UseQueryResult } from '@tanstack/react-query';

import { CheckIcon } from '@/components/ui/icons';
import { useFormat } from '@/lib/i18n/use-format';

import type { Quote } from '../api/quotes';
import { CodeField } from './code-field';
import classes from './discount-code.module.css';
import { useCodeRefusal } from './code-refusal';

interface DiscountCodeProps {
  code: string | undefined;
  onCode: (code: string | undefined) => void;
  /** What the tickets cost with the code. */
  quote: UseQueryResult<Quote>;
}

/** Lowers the price of what is held. */
export function DiscountCode({ code, onCode, quote }: DiscountCodeProps) {
  const { t } = useLingui();
  const { money } = useFormat();
  const refusal = useCodeRefusal(quote.error);

  return (
    <div className={classes.discount}>
      <CodeField
        label={t`Discount code`}
        code={code}
        onEnter={onCode}
        isChecking={quote.isLoading}
        refusal={refusal}
      >
        {quote.data && (
          <>
            <CheckIcon />
            <Trans>You save {money(quote.data.discount, quote.data.currency)}</Trans>
          </>
        )}
      </CodeField>
    </div>
  );
}
