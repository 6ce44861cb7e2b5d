/** Where somebody was when they were asked to log in: an address of ours or nothing. */
export function safeReturnTo(address: string | undefined): string {
  // "//elsewhere" and "/\elsewhere" lead to another host.
  return address !== undefined && /^\/(?![/\\])/.test(address) ? address : '/';
}

const KEPT = 'return-to';

/** For the way over the inbox, which ends in another tab. */
export function keepReturnTo(address: string | undefined) {
  if (address !== undefined) localStorage.setItem(KEPT, address);
}

/** What was kept, if anything; the next one is not led there again. */
export function takeReturnTo(): string | undefined {
  const address = localStorage.getItem(KEPT) ?? undefined;
  localStorage.removeItem(KEPT);
  return address;
}
