import fc from 'fast-check';
import * as z from 'zod';

type Schema = Record<string, unknown>;

/** Values that no field of the register wants, and some that look as if it might. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 4.5, '', ' ', [], {}, '__proto__', '\u0000', '\u202e'),
  fc.constantFrom('𠮷㐂', '<script>alert(1)</script>', "' OR 1=1 --", '../../etc/passwd', '{{7*7}}', 'NaN'),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.integer(),
  fc.double(),
  fc.array(fc.string({ maxLength: 5 }), { maxLength: 30 }),
  fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), { maxKeys: 5 }),
);

/** Values that fit a schema as JSON Schema tells it; refinements beyond it may still refuse them, as they should. */
export function fitting(schema: z.ZodType): fc.Arbitrary<unknown> {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' });
  return fromJson(json as Schema, 0);
}

/** Values around a schema: fitting ones of which one place was spoiled, or a key added or taken away. */
export function around(schema: z.ZodType): fc.Arbitrary<unknown> {
  return fc
    .tuple(fitting(schema), fc.nat(), hostile, fc.constantFrom('replace', 'remove', 'add'))
    .map(([value, at, wrong, how]) => spoil(value, at, wrong, how));
}

function fromJson(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const options = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(options)) return fc.oneof(...options.map((one) => fromJson(one, depth + 1)));
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...schema['enum']);
  switch (schema['type']) {
    case 'object':
      return fromObject(schema, depth);
    case 'array': {
      const items = fromJson((schema['items'] ?? {}) as Schema, depth + 1);
      const minLength = Number(schema['minItems'] ?? 0);
      return fc.array(items, {
        minLength,
        maxLength: Math.min(Number(schema['maxItems'] ?? 3), minLength + 3),
      });
    }
    case 'string':
      return fromString(schema);
    case 'integer':
    case 'number':
      return fc.integer({ min: limit(schema['minimum'], -9), max: limit(schema['maximum'], 9) });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return depth > 4 ? fc.constant('x') : hostile;
  }
}

function limit(given: unknown, otherwise: number): number {
  return typeof given === 'number' && Math.abs(given) < 1e6 ? given : otherwise;
}

function fromObject(schema: Schema, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>);
  const required = new Set((schema['required'] ?? []) as string[]);
  if (properties.length === 0) return fc.dictionary(fc.string({ maxLength: 8 }), hostile, { maxKeys: 3 });
  const model = Object.fromEntries(properties.map(([name, one]) => [name, fromJson(one, depth + 1)]));
  return fc.record(model, {
    requiredKeys: properties.map(([name]) => name).filter((one) => required.has(one)),
  });
}

function fromString(schema: Schema): fc.Arbitrary<unknown> {
  const pattern = schema['pattern'];
  if (typeof pattern === 'string') return fc.stringMatching(new RegExp(pattern));
  const maxLength = Math.min(Number(schema['maxLength'] ?? 40), 40);
  return fc.string({
    unit: 'grapheme',
    minLength: Math.min(Number(schema['minLength'] ?? 0), 40),
    maxLength,
  });
}

function spoil(value: unknown, at: number, wrong: unknown, how: string): unknown {
  if (typeof value !== 'object' || value === null) return wrong;
  const keys = Object.keys(value);
  if (how === 'add' || keys.length === 0) {
    return Array.isArray(value)
      ? [...value, wrong]
      : { ...value, [JSON.stringify(wrong).slice(0, 20)]: wrong };
  }
  const key = keys[at % keys.length] ?? '';
  const inner: unknown = Reflect.get(value, key);
  const deeper = typeof inner === 'object' && inner !== null && at % 3 !== 0;
  const next = deeper ? spoil(inner, Math.floor(at / 3), wrong, how) : wrong;
  const entries = Object.entries(value).flatMap(([name, old]) => {
    if (name !== key) return [[name, old] as const];
    return how === 'remove' && !deeper ? [] : [[name, next] as const];
  });
  return Array.isArray(value) ? entries.map(([, one]) => one) : Object.fromEntries(entries);
}
