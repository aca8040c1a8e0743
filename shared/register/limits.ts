/** A filing takes at most this many rights: its commit is one transaction. Larger packages commit in batches. */
export const rightsMax = 20;

/**
 * 补正期限: working days within which a party corrects or declares, when the machine asks (A2.4 leaves the limit
 * to the office; an examiner sets another). A rule of this project, dated like the law.
 */
export const responseLimits = [{ workingDays: 10, validFrom: '2021-11-15', source: 'A2.4' }] as const;

/**
 * 同意的期限: for how many days a consent counts where its giver says nothing, and how many it may ask for. A rule of
 * this project: an agreement that nobody acted upon for a quarter of a year is asked for again.
 */
export const consentTerms = [{ days: 90, daysMax: 180, validFrom: '2021-11-15', source: 'A9.2' }] as const;

/** One party is bound by two signers at most, so no more of its consents are kept at a time. */
export const signaturesMax = 2;

/** The rule in force on the day; rules are listed oldest first. */
export function inForce<Rule extends { readonly validFrom: string }>(
  rules: readonly Rule[],
  day: string,
): Rule {
  const rule = rules.findLast((one) => one.validFrom <= day);
  if (!rule) throw new RangeError(`no rule in force on ${day}`);
  return rule;
}
