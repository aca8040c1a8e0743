import type { Finding } from './finding.ts';

/** What the machine makes of the findings. Only `register` and `refuse` end the examination. */
export type MachineDecision = 'register' | 'refuse' | 'correct' | 'awaitDeclaration' | 'examiner';

/**
 * 自动审查决定: the gravest finding decides. A refusal needs no person, since its facts stand in the register or are
 * the applicants' own words (A4.g7);
 * a clean filing registers at once only where automatic registration is switched on.
 */
export function decide(findings: readonly Finding[], automaticRegistration: boolean): MachineDecision {
  const has = (severity: Finding['severity']) => findings.some((found) => found.severity === severity);
  if (has('refusal')) return 'refuse';
  if (has('deficiency')) return 'correct';
  if (has('declaration')) return 'awaitDeclaration';
  if (has('waiting') || has('examiner') || !automaticRegistration) return 'examiner';
  return 'register';
}
