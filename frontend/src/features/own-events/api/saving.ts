/** An event's facts are saved as they are typed: on the version that was read, never over what somebody else wrote. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { api } from '@/lib/api/client';
import { isChangedMeanwhile, unwrapVersioned, type Versioned } from '@/lib/api/versioned';

import { conflicts, differences, type FactName, type Facts, factsOf, pick } from './facts';
import { type OwnEvent, ownEventQuery, useRefreshOwnEvent } from './own-events';

type Known = Versioned<OwnEvent>;

interface Conflict {
  names: FactName[];
  theirs: Known;
}

const TRIES = 3;

/** Saves `mine` over `base`; when others changed something else meanwhile, beside it. */
async function save(eventId: string, base: Known, mine: Facts): Promise<Known | Conflict> {
  const names = differences(factsOf(base.data), mine);
  let known = base;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await unwrapVersioned(
        api.PATCH('/api/v1/events/{event_id}', {
          body: pick(mine, names),
          params: { path: { event_id: eventId }, header: { 'if-match': known.etag } },
        }),
      );
    } catch (error) {
      if (!isChangedMeanwhile(error) || attempt === TRIES) throw error;
      known = await unwrapVersioned(
        api.GET('/api/v1/events/{event_id}', { params: { path: { event_id: eventId } } }),
      );
      const both = conflicts(factsOf(base.data), mine, factsOf(known.data));
      if (both.length > 0) return { names: both, theirs: known };
    }
  }
}

/** What the editor's facts are compared with, and how they are saved. */
export function useSaving(eventId: string, opened: Known) {
  const queries = useQueryClient();
  const refresh = useRefreshOwnEvent();
  const [base, setBase] = useState(opened);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const { mutate, isPending, error, variables } = useMutation({
    mutationFn: ({ over, mine }: { over: Known; mine: Facts }) => save(eventId, over, mine),
    onSuccess: (outcome) => {
      if ('names' in outcome) {
        setConflict(outcome);
        return;
      }
      setBase(outcome);
      setConflict(null);
      queries.setQueryData(ownEventQuery(eventId).queryKey, outcome);
      void refresh(eventId);
    },
  });

  return {
    base: factsOf(base.data),
    conflict,
    isSaving: isPending,
    error,
    /** What was sent last, whatever came of it: the same again only when somebody says so. */
    sent: variables?.mine,
    save: (mine: Facts) => mutate({ over: base, mine }),
    /** What I typed goes over what they wrote, now that I have been told. */
    insist: (mine: Facts) => {
      if (conflict) mutate({ over: conflict.theirs, mine });
    },
    /** Theirs stands; the facts that the form shows from now on. */
    giveWay: (): Facts | null => {
      if (!conflict) return null;
      setBase(conflict.theirs);
      setConflict(null);
      return factsOf(conflict.theirs.data);
    },
  };
}
