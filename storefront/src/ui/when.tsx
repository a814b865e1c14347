const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });
const minute = new Intl.DateTimeFormat('en-US', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
});

interface WhenProps {
  at: string;
  /** To the minute, not only the day. */
  exact?: boolean;
}

export function When({ at, exact = false }: WhenProps) {
  return <time dateTime={at}>{(exact ? minute : day).format(new Date(at))}</time>;
}
