import type { LegalLinkKind } from '@storegraph/client';
import type { ShopSettings } from '../server/shopSettings.ts';
import { nameOf } from './title.ts';

const titles: Readonly<Record<LegalLinkKind, string>> = { TERMS: 'Terms', PRIVACY: 'Privacy', IMPRINT: 'Imprint' };

export function Footer({ settings }: { settings: ShopSettings | null }) {
  const { supportEmail, legalLinks = [] } = settings ?? {};
  return (
    <footer className="footer">
      <p>{nameOf(settings)}, a shop on one graph. Prices are before tax; it is shown in the cart.</p>
      {(supportEmail || legalLinks.length > 0) && (
        <ul>
          {supportEmail && (
            <li>
              <a href={`mailto:${supportEmail}`}>{supportEmail}</a>
            </li>
          )}
          {legalLinks.map(({ kind, url }) => (
            <li key={kind}>
              <a href={url}>{titles[kind]}</a>
            </li>
          ))}
        </ul>
      )}
    </footer>
  );
}
