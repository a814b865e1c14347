import { Link, useRouteLoaderData } from 'react-router';
import type { loader } from '../root.tsx';
import { nameOf } from './title.ts';

const texts: Record<number, { title: string; text: string }> = {
  404: { title: 'This page is not here', text: 'It may have moved, or the address has a mistake.' },
  429: {
    title: 'One moment, please',
    text: 'Very many pages were asked for from your address. Try again in a few seconds.',
  },
  503: { title: 'A part of the shop is away', text: 'We are working on it. Your cart is kept; try again in a moment.' },
};
const other = {
  title: 'Something went wrong',
  text: 'It is our mistake, not yours. Your cart is kept; try again in a moment.',
};

export function Problem({ status }: { status: number }) {
  const { title, text } = texts[status] ?? other;
  const root = useRouteLoaderData<typeof loader>('root');
  return (
    <section className="problem">
      <title>{`${title} · ${nameOf(root?.settings)}`}</title>
      <h1>{title}</h1>
      <p>{text}</p>
      <Link className="button" to="/" reloadDocument>
        To the shop
      </Link>
    </section>
  );
}
