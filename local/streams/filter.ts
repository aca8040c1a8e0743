import { Refusal } from '../refusal.ts';
import { isRecord } from '../template/intrinsics.ts';

/** Whether a record, in the shape that a function gets, passes. */
export type RecordFilter = (record: unknown) => boolean;

/** Whether a value at a place of a record fits; `undefined` stands for a place that the record does not have. */
type Test = (value: unknown) => boolean;

const kept = 'equality, prefix, exists and anything-but';

/**
 * Compiles the patterns of a mapping's filter criteria (JSON text each). A record passes that fits one of them; no
 * pattern lets all pass. Refuses, naming `where`, every operator but the four kept: one that were ignored would let
 * through here what the cloud drops.
 */
export function compileFilter(patterns: readonly string[], where: string): RecordFilter {
  const tests = patterns.map((text) => {
    const pattern = parse(text);
    if (!isRecord(pattern)) throw refusal(where, text, 'it is not a JSON object');
    return objectTest(pattern, (reason) => refusal(where, text, reason));
  });
  return (record) => tests.length === 0 || tests.some((test) => test(record));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(where: string, pattern: string, reason: string): Refusal {
  return new Refusal(`${where} has a filter that the local cloud does not keep (${reason}): ${pattern}`);
}

type Refuse = (reason: string) => Refusal;

/** Every key of the pattern must fit; in a list of objects, one object must fit them all. */
function objectTest(pattern: Readonly<Record<string, unknown>>, refuse: Refuse): Test {
  const tests = Object.entries(pattern).map(([key, inner]): [string, Test] => {
    if (key === '$or') throw refuse(`$or is not among ${kept}`);
    if (Array.isArray(inner)) return [key, leafTest(inner, refuse)];
    if (isRecord(inner)) return [key, objectTest(inner, refuse)];
    throw refuse(`${key} holds neither a list nor an object`);
  });
  const fits = (value: unknown) =>
    tests.every(([key, test]) => test(isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined));
  return (value) => (Array.isArray(value) ? value.some(fits) : fits(value));
}

/** One of the alternatives must fit; of a list of values, one value. */
function leafTest(alternatives: readonly unknown[], refuse: Refuse): Test {
  if (alternatives.length === 0) throw refuse('an empty list fits nothing');
  const tests = alternatives.map((one) => alternativeTest(one, refuse));
  return (value) => tests.some((test) => test(value));
}

function alternativeTest(alternative: unknown, refuse: Refuse): Test {
  if (isScalar(alternative)) return anyOf((value) => value === alternative);
  const [only, ...more] = isRecord(alternative) ? Object.entries(alternative) : [];
  if (!only || more.length > 0) throw refuse(`${JSON.stringify(alternative)} is no single operator`);
  const [operator, operand] = only;
  switch (operator) {
    case 'prefix':
      if (typeof operand !== 'string') throw refuse('prefix takes a text');
      return anyOf((value) => typeof value === 'string' && value.startsWith(operand));
    case 'exists':
      if (typeof operand !== 'boolean') throw refuse('exists takes true or false');
      // Only a value counts as there, never an object on the way to one.
      return (value) => (value !== undefined && !isRecord(value)) === operand;
    case 'anything-but': {
      const excluded: ReadonlySet<unknown> = new Set(Array.isArray(operand) ? operand : [operand]);
      if (excluded.size === 0 || ![...excluded].every((one) => isScalar(one) && one !== null))
        throw refuse('anything-but takes texts or numbers');
      return anyOf((value) => isScalar(value) && !excluded.has(value));
    }
    default:
      throw refuse(`${operator} is not among ${kept}`);
  }
}

function isScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function anyOf(test: Test): Test {
  return (value) => (Array.isArray(value) ? value.some(test) : test(value));
}
