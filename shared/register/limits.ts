/** A filing takes at most this many rights: its commit is one transaction. Larger packages commit in batches. */
export const rightsMax = 20;

/**
 * 补正期限: working days within which a party corrects or declares, when the machine asks (A2.4 leaves the limit
 * to the office; an examiner sets another). A rule of this project, dated like the law.
 */
export const responseLimits = [{ workingDays: 10, validFrom: '2021-11-15', source: 'A2.4' }] as const;

/** The rule in force on the day; rules are listed oldest first. */
export function inForce<Rule extends { readonly validFrom: string }>(
  rules: readonly Rule[],
  day: string,
): Rule {
  const rule = rules.findLast((one) => one.validFrom <= day);
  if (!rule) throw new RangeError(`no rule in force on ${day}`);
  return rule;
}
