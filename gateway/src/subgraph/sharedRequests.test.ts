import { expect, test } from 'vitest';
import { SharedRequests } from './sharedRequests.ts';

test('whoever asks after all others have left gets a request that nobody has given up', async () => {
  const requests = new SharedRequests<string>();
  const sent: { left: AbortSignal; answer: PromiseWithResolvers<string> }[] = [];
  const send = (left: AbortSignal) => {
    const answer = Promise.withResolvers<string>();
    sent.push({ left, answer });
    return answer.promise;
  };
  const leaver = new AbortController();
  const given = requests.ask('same', leaver.signal, send);
  leaver.abort();
  const late = requests.ask('same', undefined, send);
  expect(sent.map(({ left }) => left.aborted)).toEqual([true, false]);

  // the end of the first does not make the second forgotten
  sent[0]!.answer.reject(new Error('given up'));
  await expect(given).rejects.toThrow('given up');
  const later = requests.ask('same', undefined, send);
  sent[1]!.answer.resolve('answer');
  expect(await Promise.all([late, later])).toEqual(['answer', 'answer']);
  expect(sent).toHaveLength(2);
});
