/** Every zone that the browser knows by its IANA name, and `present`, which it may not know. */
export function timeZones(present: string): string[] {
  return [...new Set([present, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort();
}
