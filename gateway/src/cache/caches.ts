import { AnswerCache } from './answerCache.ts';
import { Changes } from './changes.ts';
import { EntityCache } from './entityCache.ts';

/** Everything public that the gateway keeps, and what it knows about its changing. */
export class Caches {
  readonly changes = new Changes();
  readonly answers = new AnswerCache(this.changes);
  readonly entities = new EntityCache(this.changes);
}
