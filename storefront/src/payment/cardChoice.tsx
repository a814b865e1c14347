import type { SavedCardFragment } from '@storegraph/client';
import { SavedCard } from '../ui/savedCard.tsx';

interface CardChoiceProps {
  /** At least one. */
  cards: readonly SavedCardFragment[];
  /** Its id; null for a card that is typed in. */
  chosen: string | null;
  onChoose(id: string | null): void;
}

/** Which card pays: one that the shopper has kept, or another one. */
export function CardChoice({ cards, chosen, onChoose }: CardChoiceProps) {
  return (
    <fieldset className="methods">
      <legend>Pay with</legend>
      {cards.map((card) => (
        <label key={card.id} className="method">
          <input type="radio" name="card" checked={chosen === card.id} onChange={() => onChoose(card.id)} />
          <span>
            <SavedCard card={card} />
          </span>
        </label>
      ))}
      <label className="method">
        <input type="radio" name="card" checked={chosen === null} onChange={() => onChoose(null)} />
        <span>Another card</span>
      </label>
    </fieldset>
  );
}
