import type { Mandate } from '../../../register/party.ts';
import type { Effect, EffectContext } from '../../../register/procedure.ts';
import { closed } from '../../party/public-facts.ts';
import { mandateFacts } from '../public-facts.ts';
import type { RevocationForm } from './form.ts';
import { mandateOf } from './grounds.ts';

/** 撤销的效力: at once; consents given under it before are judged again when their filing is decided. */
export function effect(form: RevocationForm, context: EffectContext): Effect {
  const { instant, entry, known, asker } = context;
  const found = mandateOf(form, known.mandates);
  if (!found) throw new Error(`no mandate ${form.mandate}`);
  const mandate: Mandate = { ...found, revokedAt: instant, revokedBy: entry };
  return {
    advances: [],
    reads: [],
    parties: [{ kind: 'mandateRevoked', mandate }],
    gazette: mandateFacts(mandate, context),
    sealed: { mandate: closed({ ...mandate, by: asker.applicant }) },
  };
}
