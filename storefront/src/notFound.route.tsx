import { notFound } from './server/answers.ts';

export function loader(): never {
  throw notFound();
}

/** Only its error is ever shown. */
export default function NotFound() {
  return null;
}
