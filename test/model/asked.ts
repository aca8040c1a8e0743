import { askedOf as asked } from '../../functions/_platform/signing.ts';
import type { Asked } from '../../shared/register/consent.ts';
import type { Filing } from '../../shared/register/filing.ts';

const known = new WeakMap<Filing, Asked>();

/** What the parties of a filing are asked to agree to, found once: it follows from the filing alone. */
export function askedOf(filing: Filing): Asked {
  const before = known.get(filing);
  if (before) return before;
  const now = asked(filing);
  known.set(filing, now);
  return now;
}
