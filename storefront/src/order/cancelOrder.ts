import { CancelOrderDocument, type StorefrontClient, StorefrontError } from '@storegraph/client';
import { type ActionFunctionArgs, data } from 'react-router';
import { done, unlessSignedOut } from '../account/mine.ts';
import { notFound } from '../server/answers.ts';
import { shopContext } from '../server/context.ts';
import { problemsOfError, textOf } from '../server/forms.ts';

/** The `action` of a page of an order: what its form says, done, or why it is not. */
export async function cancelOrder(asked: ActionFunctionArgs) {
  const { context, request } = asked;
  const problem = await unlessSignedOut(asked, cancel(context.get(shopContext), await request.formData()));
  if (problem) return data({ problem }, { status: 409 });
  throw done(asked, new URL(request.url).pathname, CANCELLED);
}

/** Null, or why it is not cancelled. The key comes with the form: a double click cancels once. */
async function cancel(shop: StorefrontClient, form: FormData): Promise<string | null> {
  const [orderId, reason, idempotencyKey] = ['orderId', 'reason', 'idempotencyKey'].map((name) => textOf(form, name));
  const input = { orderId: orderId!, reason: reason || null, idempotencyKey: idempotencyKey! };
  try {
    const [refusal] = (await shop.mutate(CancelOrderDocument, { input })).cancelOrder.userErrors;
    return refusal ? wordsOf(refusal) : null;
  } catch (error) {
    if (error instanceof StorefrontError && REFUSALS.has(error.code)) return wordsOf(error);
    return problemsOfError(error, []).form ?? 'Open the page anew, then try again.';
  }
}

const REFUSALS: ReadonlySet<string> = new Set(['FORBIDDEN', 'IDEMPOTENCY_KEY_REUSED', 'INVALID_STATE', 'NOT_FOUND']);

function wordsOf({ code, message }: { code: string; message: string }): string | null {
  if (code === 'NOT_FOUND') throw notFound();
  if (code === 'FORBIDDEN') return 'It belongs to an account: sign in to cancel it.';
  // the key of this page was used on this order alone: by the same button, with another reason
  if (code === 'IDEMPOTENCY_KEY_REUSED') return null;
  return `It could not be cancelled: ${message}.`;
}

const CANCELLED = 'Your order is cancelled. What was paid goes back by itself.';
