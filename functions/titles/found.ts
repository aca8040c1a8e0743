import { Problem } from '../_platform/problem.ts';

/** What is there, or the refusal that says that there is no such thing. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Problem('not-found');
  return value;
}
