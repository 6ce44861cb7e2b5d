// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';

import { dropHolderDraft, keepHolderDraft, readHolderDraft } from './holder-draft';

beforeEach(() => sessionStorage.clear());

test('names come back in their order, for their event only', () => {
  keepHolderDraft('evt_1', ['Ada', '', 'Grace']);
  expect(readHolderDraft('evt_1')).toEqual(['Ada', '', 'Grace']);
  expect(readHolderDraft('evt_2')).toEqual([]);
});

test('after the order nothing is kept', () => {
  keepHolderDraft('evt_1', ['Ada']);
  dropHolderDraft('evt_1');
  expect(readHolderDraft('evt_1')).toEqual([]);
});

test('storage that somebody tampered with is no draft', () => {
  for (const text of ['{', '{"a":1}', '"x"', 'null']) {
    sessionStorage.setItem('holders:evt_1', text);
    expect(readHolderDraft('evt_1')).toEqual([]);
  }
  sessionStorage.setItem('holders:evt_1', '["Ada", 1]');
  expect(readHolderDraft('evt_1')).toEqual(['Ada']);
});
