import { createFileRoute, redirect } from '@tanstack/react-router';

import { eventBySlugQuery, eventQuery } from '@/features/events/api/events';

/** For who knows an event by its id only, as orders, tickets and mails do: the way to its page. */
export const Route = createFileRoute('/events/$eventId')({
  loader: async ({ context: { queryClient }, params: { eventId } }) => {
    const event = await queryClient.ensureQueryData(eventQuery(eventId));
    queryClient.setQueryData(eventBySlugQuery(event.slug).queryKey, event);
    throw redirect({ to: '/e/$slug', params: { slug: event.slug }, replace: true });
  },
});
