/** Copies of one account's tickets on this device, with the pictures of their codes: the door may have no network. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

import type { components } from '@/lib/api/schema';

import { KEPT_TICKETS } from './keeper';

type Ticket = components['schemas']['TicketRead'];

export interface KeptTicket {
  ticket: Ticket;
  /** When the server said so; milliseconds since 1970. */
  keptAt: number;
}

interface KeptPicture {
  ticketId: string;
  /** A ticket that is issued again has another picture. */
  code: string;
  svg: string;
}

interface Schema extends DBSchema {
  tickets: { key: string; value: KeptTicket };
  pictures: { key: string; value: KeptPicture };
}

/** Opened for each use and closed after it: an open one would hold back the deleting of another tab. */
async function withStore<T>(job: (store: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
  const store = await openDB<Schema>(KEPT_TICKETS, 1, {
    upgrade(database) {
      database.createObjectStore('tickets', { keyPath: 'ticket.id' });
      database.createObjectStore('pictures', { keyPath: 'ticketId' });
    },
  });
  try {
    return await job(store);
  } finally {
    store.close();
  }
}

export const keptTickets = {
  get: (ticketId: string) => withStore((store) => store.get('tickets', ticketId)),

  /** The newest first, as the server lists them. */
  list: () => withStore(async (store) => (await store.getAll('tickets')).reverse()),

  put: (tickets: Ticket[], keptAt: number) =>
    withStore(async (store) => {
      const writing = store.transaction('tickets', 'readwrite');
      await Promise.all(tickets.map((ticket) => writing.store.put({ ticket, keptAt })));
      await writing.done;
    }),

  drop: (ticketId: string) =>
    withStore(async (store) => {
      await store.delete('tickets', ticketId);
      await store.delete('pictures', ticketId);
    }),

  /** Drops what is not among `ticketIds`: it has gone to somebody else. */
  dropOthers: (ticketIds: string[]) =>
    withStore(async (store) => {
      const others = (await store.getAllKeys('tickets')).filter((id) => !ticketIds.includes(id));
      for (const id of others) {
        await store.delete('tickets', id);
        await store.delete('pictures', id);
      }
    }),

  picture: (ticketId: string, code: string) =>
    withStore(async (store) => {
      const kept = await store.get('pictures', ticketId);
      return kept?.code === code ? kept.svg : undefined;
    }),

  putPicture: (picture: KeptPicture) => withStore((store) => store.put('pictures', picture)),
};

export type KeptTickets = typeof keptTickets;
