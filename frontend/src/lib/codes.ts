/** A code, ours or the payment provider's, as words; what people wrote as they wrote it. */
export function readable(said: string): string {
  return /^[a-z_]+$/.test(said) ? said.replaceAll('_', ' ') : said;
}
