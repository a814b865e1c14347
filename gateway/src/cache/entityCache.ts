import { LRUCache } from 'lru-cache';
import { BACKSTOP_IN_MS, type Changes } from './changes.ts';

const MAX_ENTITIES = 5_000;

export type Entity = Record<string, any>;
interface KeptEntity {
  entity: Entity;
  tags: readonly string[];
  since: number;
}

/** Public entities as a subgraph answered them, by type, key, selection and the roles of who asked; until they change. */
export class EntityCache {
  private readonly entities = new LRUCache<string, KeptEntity>({ max: MAX_ENTITIES, ttl: BACKSTOP_IN_MS });

  constructor(private readonly changes: Changes) {}

  /** What one request finds and leaves; who reads an entity does not write into it. */
  for(roles: readonly string[]): KeptEntities {
    const owner = [...roles].sort().join();
    const since = this.changes.now();
    return {
      get: (key) => {
        const found = this.entities.get(`${owner} ${key}`);
        return found && this.changes.hold(found.tags, found.since) ? found : undefined;
      },
      set: (key, entity, tags) => void this.entities.set(`${owner} ${key}`, { entity, tags, since }),
    };
  }
}

export interface KeptEntities {
  get(key: string): { entity: Entity; tags: readonly string[] } | undefined;
  set(key: string, entity: Entity, tags: readonly string[]): void;
}
