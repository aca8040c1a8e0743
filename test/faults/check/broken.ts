/** What a run of faults may never break, a name a rule. */
export const rules = [
  'kinds',
  'acknowledged',
  'replies',
  'refusals',
  'wholes',
  'states',
  'audit',
  'holds',
  'log',
  'papers',
  'notices',
  'projections',
  'linear',
] as const;
export type Rule = (typeof rules)[number];

/** A rule that does not hold, and where. */
export type Broken = { readonly rule: string; readonly what: string };

/** What a rule finds, gathered under its name. */
export function finder(rule: Rule) {
  const found: Broken[] = [];
  return {
    found,
    say: (what: string) => void found.push({ rule, what }),
    /** Says it unless it is so. */
    need: (holds: boolean, what: string) => {
      if (!holds) found.push({ rule, what });
    },
  };
}
export type Finder = ReturnType<typeof finder>;
