import { SuggestDocument } from '@storegraph/client';
import type { LoaderFunctionArgs } from 'react-router';
import { found, partly } from '../server/answers.ts';
import { catalogueContext } from '../server/context.ts';
import { readQuery } from './listing.ts';

const KEPT_IN_SECONDS = 60;

/** What may be meant by what stands in the search field, for the script that fills the list below it. */
export async function loader({ context, request }: LoaderFunctionArgs): Promise<Response> {
  const query = readQuery(new URL(request.url).searchParams);
  if (!query) return Response.json([]);
  const answer = await partly(
    context.get(catalogueContext).query(SuggestDocument, { query }, { signal: request.signal }),
  );
  const { products, categories, queries } = found(answer.data.suggest, answer);
  const words = [...queries, ...categories.map(({ name }) => name), ...products.map(({ title }) => title)];
  return Response.json([...new Set(words)], { headers: { 'cache-control': `public, max-age=${KEPT_IN_SECONDS}` } });
}
