import { Trans } from '@lingui/react/macro';

import { useFormat } from '@/lib/i18n/use-format';

import type { Event } from '../api/events';
import classes from './event-about.module.css';

/** What the organizer says of the event, paragraph by paragraph, and what happens when. */
export function EventAbout({ event }: { event: Event }) {
  const { venueTime } = useFormat();
  const paragraphs = event.description.split(/\n\s*\n/).filter((text) => text.trim() !== '');

  return (
    <div className={classes.about}>
      {paragraphs.length > 0 && (
        <section>
          <h2>
            <Trans>About</Trans>
          </h2>
          {paragraphs.map((text, index) => (
            <p key={index}>{text}</p>
          ))}
        </section>
      )}
      {event.programme.length > 0 && (
        <section>
          <h2>
            <Trans>Programme</Trans>
          </h2>
          <ol className={classes.programme}>
            {event.programme.map((entry) => (
              <li key={`${entry.starts_at} ${entry.title}`}>
                <time dateTime={entry.starts_at}>
                  {venueTime(entry.starts_at, event.venue.time_zone).time}
                </time>
                <span>{entry.title}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}
