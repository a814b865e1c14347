import { ShopSettingsDocument, type ShopSettingsQuery, type StorefrontClient } from '@storegraph/client';

export type ShopSettings = NonNullable<ShopSettingsQuery['storefront']>;

const ASKED_AGAIN_IN_MS = 60_000;

/** What every page says of the shop, the same for everybody: asked for once a minute at most, and known from the last time where nobody answers. */
export class SettingsInMemory {
  private known: ShopSettings | null = null;
  private asking: Promise<void> | undefined;
  private askedAt = Number.NEGATIVE_INFINITY;
  private readonly now: () => number;

  constructor(now = () => performance.now()) {
    this.now = now;
  }

  /** Waits only while nothing is known yet. Null when nobody has ever answered. */
  async read(shop: Pick<StorefrontClient, 'query'>): Promise<ShopSettings | null> {
    if (this.now() - this.askedAt >= ASKED_AGAIN_IN_MS) {
      this.askedAt = this.now();
      this.asking = this.ask(shop);
    }
    if (!this.known) await this.asking;
    return this.known;
  }

  private async ask(shop: Pick<StorefrontClient, 'query'>): Promise<void> {
    try {
      this.known = (await shop.query(ShopSettingsDocument)).storefront ?? this.known;
    } catch {
      // a page is shown without them; its own question says what is wrong
    }
  }
}
