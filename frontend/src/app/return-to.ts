/** Where somebody was when they were asked to log in: an address of ours or nothing. */
export function safeReturnTo(address: string | undefined): string {
  // "//elsewhere" and "/\elsewhere" lead to another host.
  return address !== undefined && /^\/(?![/\\])/.test(address) ? address : '/';
}
