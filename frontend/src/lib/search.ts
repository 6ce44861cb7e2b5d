/** What an address says after its question mark; what is not understood is as if it were not there. */

type Rules = Record<string, (value: unknown) => unknown>;
type Understood<Fields extends Rules> = { [Name in keyof Fields]?: ReturnType<Fields[Name]> };

/** For a route's `validateSearch`. By hand, because every page loads it and a library for it weighs ten times as much. */
export function searchOf<Fields extends Rules>(fields: Fields) {
  return (given: Record<string, unknown>): Understood<Fields> => {
    const read = Object.entries(fields).map(([name, rule]) => [name, rule(given[name])] as const);
    return Object.fromEntries(
      read.filter(([, value]) => value !== undefined),
    ) as Understood<Fields>;
  };
}

/** The router reads `?q=2027` as a number. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

export function day(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return undefined;
  // The 31st of February is the 3rd of March for some, and none for others.
  const moment = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value)
    ? value
    : undefined;
}

export function oneOf<const Known extends string>(...known: Known[]) {
  return (value: unknown): Known | undefined => known.find((one) => one === value);
}
