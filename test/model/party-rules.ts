import type { Rule } from './rule.ts';

/** P2, ADR 9: an identifier is one party's; accounts and parties name one another; who was absorbed acts no more. */
export const whoMayAct: Rule = ({ parties, accounts, identified, mandates }) => {
  const codes = [...parties.values()].flatMap((one) => (one.identifier ? [one.identifier.value] : []));
  if (new Set(codes).size !== codes.length || identified.size !== codes.length)
    return 'an identifier of two parties';
  for (const party of parties.values()) {
    if (party.status === 'merged' && (party.accounts.length > 0 || !party.mergedInto))
      return `${party.name} was absorbed and acts`;
    for (const { subject } of party.accounts) {
      const bound = accounts.get(subject)?.account.parties.filter((one) => one.party === party.id) ?? [];
      if (bound.length !== 1 || bound[0]?.candidate)
        return `${subject} acts for ${party.name} and does not know it`;
    }
  }
  for (const [subject, { account }] of accounts) {
    const twice = new Set(account.parties.map((one) => one.party)).size !== account.parties.length;
    const none = account.parties.find(
      (one) => !one.candidate && !parties.get(one.party)?.accounts.some((own) => own.subject === subject),
    );
    if (twice || none) return `${subject} acts for a party that does not say so`;
  }
  const own = [...mandates.values()].find((one) => one.principal === one.agent || !parties.has(one.agent));
  return own && 'a mandate to nobody, or to oneself';
};
