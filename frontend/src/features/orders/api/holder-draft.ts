/** Names that were typed for an event's tickets, kept while this tab is open: a hold that runs out takes no work away. */
const keyOf = (eventId: string) => `holders:${eventId}`;

export function readHolderDraft(eventId: string): string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(keyOf(eventId)) ?? '[]');
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

export function keepHolderDraft(eventId: string, names: string[]) {
  sessionStorage.setItem(keyOf(eventId), JSON.stringify(names));
}

export function dropHolderDraft(eventId: string) {
  sessionStorage.removeItem(keyOf(eventId));
}
