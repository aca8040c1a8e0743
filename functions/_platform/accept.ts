import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { OperationRow } from '../../shared/contracts/operation.ts';
import { Problem } from './problem.ts';

/** The media type of the answer where the operation has several; a problem when none of them is acceptable. */
export function acceptedType(
  row: OperationRow,
  event: Pick<APIGatewayProxyEventV2, 'headers'>,
): string | undefined {
  if (!row.success.alternatives) return undefined;
  const offered = ['application/json', ...row.success.alternatives];
  const chosen = preferred(event.headers?.['accept'], offered);
  if (chosen === undefined) throw new Problem('not-acceptable');
  return chosen;
}

/**
 * Which of the offered media types an `Accept` header prefers (RFC 9110 section 12.5.1): the most exact range
 * decides the weight of each; among equals the one offered first. Without a header everything is acceptable.
 */
export function preferred(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0];
  const ranges = accept.split(',').flatMap((member) => rangeOf(member) ?? []);
  const weighed = offered.map((type) => ({ type, weight: weightOf(type, ranges) }));
  const best = Math.max(...weighed.map(({ weight }) => weight));
  return best > 0 ? weighed.find(({ weight }) => weight === best)?.type : undefined;
}

type Range = { readonly range: string; readonly weight: number };

const weightShape = /^q=(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

/** A range with its weight; other parameters are the client's affair. A malformed weight makes no range. */
function rangeOf(member: string): Range | undefined {
  const [range = '', ...parameters] = member.split(';').map((part) => part.trim().toLowerCase());
  const weight = parameters.find((one) => one.startsWith('q='));
  if (range === '') return undefined;
  if (weight === undefined) return { range, weight: 1 };
  return weightShape.test(weight) ? { range, weight: Number(weight.slice(2)) } : undefined;
}

function weightOf(type: string, ranges: readonly Range[]): number {
  const [family = ''] = type.split('/');
  const exact = [type, `${family}/*`, '*/*'].find((range) => ranges.some((one) => one.range === range));
  return Math.max(0, ...ranges.filter((one) => one.range === exact).map(({ weight }) => weight));
}
