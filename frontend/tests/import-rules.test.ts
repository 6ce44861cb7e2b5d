import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';

const eslint = new ESLint();

async function isRefused(from: string, imported: string): Promise<boolean> {
  const [result] = await eslint.lintText(`import '${imported}';\n`, { filePath: `src/${from}` });
  return result!.messages.some((message) => message.ruleId === 'no-restricted-imports');
}

describe('imports go one way', () => {
  test.each([
    ['lib/money.ts', '@/features/orders/api/orders'],
    ['lib/money.ts', '@/components/ui/page'],
    ['components/ui/page.tsx', '@/features/orders/api/orders'],
    ['features/orders/api/orders.ts', '@/app/router'],
    ['features/orders/api/orders.ts', '@/features/events/api/events'],
    ['features/orders/api/orders.ts', '../../events/api/events'],
  ])('%s may not import %s', async (from, imported) => {
    expect(await isRefused(from, imported)).toBe(true);
  });

  test.each([
    ['app/routes/index.tsx', '@/features/events/api/events'],
    ['features/orders/components/order-list.tsx', '../api/orders'],
    ['features/orders/components/order-list.tsx', '@/components/ui/page'],
    ['components/ui/page.tsx', '@/lib/money'],
  ])('%s may import %s', async (from, imported) => {
    expect(await isRefused(from, imported)).toBe(false);
  });
});
