import type { PostalAddressFragment } from '@storegraph/client';

const countries = new Intl.DisplayNames('en', { type: 'region' });

export function PostalAddress({ address }: { address: PostalAddressFragment }) {
  const { fullName, company, line1, line2, city, region, postalCode, countryCode, phone } = address;
  const place = [city, [region, postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  const lines = [fullName, company, line1, line2, place, countries.of(countryCode) ?? countryCode, phone].filter(
    Boolean,
  );
  return (
    <address>
      {lines.map((line, index) => (
        <span key={`${index} ${line}`}>{line}</span>
      ))}
    </address>
  );
}
