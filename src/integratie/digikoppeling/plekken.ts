/**
 * Places for large messages: so many at once, and no more than a few for one sender, so that a slow one leaves room for
 * the others.
 */
import { Problem } from '../../platform/http/index.ts';

export interface Plekken {
  /** Takes a place for this sender and gives how to give it back. Throws a `Problem` (503) when there is none. */
  neem(afzender: string): () => void;
}

export interface PlekkenOptions {
  readonly totaal: number;
  readonly perAfzender: number;
}

export function createPlekken({ totaal, perAfzender }: PlekkenOptions): Plekken {
  const bezet = new Map<string, number>();
  let samen = 0;
  return {
    neem(afzender) {
      const eigen = bezet.get(afzender) ?? 0;
      if (samen >= totaal || eigen >= perAfzender) throw teVeel();
      samen += 1;
      bezet.set(afzender, eigen + 1);
      return () => {
        samen -= 1;
        const rest = (bezet.get(afzender) ?? 0) - 1;
        if (rest > 0) bezet.set(afzender, rest);
        else bezet.delete(afzender);
      };
    },
  };
}

function teVeel(): Problem {
  return new Problem('unavailable', 'Er komen al veel grote berichten binnen: probeer het zo weer.', {
    headers: { 'retry-after': '10', connection: 'close' },
  });
}
