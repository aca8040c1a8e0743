import { asSchema } from './conversion.ts';
import type { Schema } from './document.ts';

type Schemas = Readonly<Record<string, Schema>>;

/**
 * A small value that fits the schema: what is required, and no more. A field's own example wins over its type's.
 * The same schema gives the same example.
 */
export function exampleOf(schema: Schema, schemas: Schemas): unknown {
  const { examples, $ref } = schema;
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  if (typeof $ref === 'string') return exampleOf(resolve($ref, schemas), schemas);
  if ('const' in schema) return schema['const'];
  for (const keyword of ['enum', 'oneOf', 'anyOf']) {
    const choices: unknown = schema[keyword];
    if (!Array.isArray(choices)) continue;
    return keyword === 'enum' ? choices[0] : exampleOf(asSchema(choices[0]), schemas);
  }
  return byType(schema, schemas);
}

/** The component that a reference names; the empty schema where it names none. */
export function resolve(reference: string, schemas: Schemas): Schema {
  return schemas[nameIn(reference)] ?? {};
}

export function nameIn(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

function byType(schema: Schema, schemas: Schemas): unknown {
  switch (schema['type']) {
    case 'object':
      return objectExample(schema, schemas);
    case 'array':
      return schema['items'] === undefined ? [] : [exampleOf(asSchema(schema['items']), schemas)];
    case 'integer':
    case 'number':
      return schema['minimum'] ?? 1;
    case 'boolean':
      return true;
    default:
      return '示例';
  }
}

function objectExample(schema: Schema, schemas: Schemas): Record<string, unknown> {
  const properties = asSchema(schema['properties']);
  const required: unknown = schema['required'];
  const names = Array.isArray(required) ? required.map(String) : [];
  return Object.fromEntries(names.map((name) => [name, exampleOf(asSchema(properties[name]), schemas)]));
}
