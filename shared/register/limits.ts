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

/**
 * 抽查比例: how many of ten thousand automatic registrations a person looks at afterwards. A rule of this project,
 * after A9.1, dated like the law.
 */
export const samplingShares = [{ perTenThousand: 200, validFrom: '2021-11-15', source: 'A9.1' }] as const;

/** 复查期限: working days within which a review of what was registered ought to end. A rule of this project. */
export const reviewLimits = [{ workingDays: 20, validFrom: '2021-11-15', source: 'A9.1' }] as const;

/** 抽查答复期限: working days in which a party proves what it committed itself to; an examiner may set another. */
export const spotCheckLimits = [{ workingDays: 15, validFrom: '2021-11-15', source: 'A9.1' }] as const;

/** 失信期限: how long a party whose commitment was false may file by none (A9.1 leaves it to the office). */
export const commitmentBars = [{ years: 3, validFrom: '2021-11-15', source: 'A9.1' }] as const;

/** The rule in force on the day; rules are listed oldest first. */
export function inForce<Rule extends { readonly validFrom: string }>(
  rules: readonly Rule[],
  day: string,
): Rule {
  const rule = rules.findLast((one) => one.validFrom <= day);
  if (!rule) throw new RangeError(`no rule in force on ${day}`);
  return rule;
}
