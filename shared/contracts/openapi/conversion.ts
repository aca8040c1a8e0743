import * as z from 'zod';
import type { Schema } from './document.ts';

/** Requests are described as they are sent, answers as they come out of the schema's normalisation. */
export type Side = 'input' | 'output';

/**
 * The JSON Schema of a zod schema, whole, without references.
 *
 * In a request an unknown field is refused and the schema says so. In an answer it does not: answers may gain
 * fields, and a client generated from this document must not break on the day they do.
 */
export function jsonSchemaOf(schema: z.ZodType, side: Side): Schema {
  const raw = z.toJSONSchema(schema, {
    io: side,
    override: ({ jsonSchema }) => simplify(jsonSchema, side),
  });
  const { $schema: _dialect, $defs: cycles, ...converted } = raw;
  if (cycles === undefined) return { ...converted };
  if (!Object.values(cycles).every(isAnyJson)) throw new Error('a schema contains itself and needs a name');
  return withoutCycles({ ...converted });
}

/** Whether it is zod's schema of any JSON value, the one schema that contains itself here. */
function isAnyJson(definition: z.core.JSONSchema.BaseSchema): boolean {
  const kinds = definition.anyOf?.map((one) => one.type).join();
  return kinds === 'string,number,boolean,null,array,object';
}

/** Zod writes out what follows from JavaScript's numbers and keys; it tells a reader nothing. */
function simplify(node: z.core.JSONSchema.BaseSchema, side: Side): void {
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
  if (isObject(node.propertyNames) && Object.keys(node.propertyNames).join() === 'type') {
    delete node.propertyNames;
  }
  if (side === 'output' && node.additionalProperties === false) delete node.additionalProperties;
}

/** Any JSON is what the empty schema describes. */
function withoutCycles(node: unknown): Schema {
  return mapSchemas(asSchema(node), (child) =>
    String(child['$ref']).startsWith('#') ? {} : withoutCycles(child),
  );
}

/** Rebuilds a schema with each of its direct subschemas replaced; `at` says where each was found. */
export function mapSchemas(node: Schema, change: (child: Schema, at: readonly string[]) => Schema): Schema {
  const entries = Object.entries(node).map(([keyword, value]): [string, unknown] => {
    if (isObject(value) && (keyword === 'properties' || keyword === 'patternProperties')) {
      const changed = Object.entries(value).map(([name, child]) => [
        name,
        change(asSchema(child), [keyword, name]),
      ]);
      return [keyword, Object.fromEntries(changed)];
    }
    if (isObject(value) && single.includes(keyword)) return [keyword, change(asSchema(value), [keyword])];
    if (Array.isArray(value) && several.includes(keyword)) {
      return [keyword, value.map((child, index) => change(asSchema(child), [keyword, String(index)]))];
    }
    return [keyword, value];
  });
  return Object.fromEntries(entries);
}

const single: readonly string[] = ['items', 'additionalProperties', 'propertyNames', 'not'];
const several: readonly string[] = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of a schema that is an object; the schemas `true` and `false` have none. */
export function asSchema(value: unknown): Schema {
  return isObject(value) ? { ...value } : {};
}
