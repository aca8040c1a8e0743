import type * as z from 'zod';
import { canonicalJson } from '../../kernel/digest.ts';
import { asSchema, jsonSchemaOf, mapSchemas, type Side } from './conversion.ts';
import type { Schema } from './document.ts';

/** A schema with its name; `input` where only requests carry it, so that it needs no second name for answers. */
export type Named = { readonly name: string; readonly schema: z.ZodType; readonly side?: 'input' };

/** Adds texts to a component; `name` is what the document calls it. */
export type Annotate = (name: string, component: Schema) => Schema;

/**
 * The schemas of a document, each written once. Two schemas of one structure are one component, whichever zod
 * objects they came from; every object has a name of its own, given or made from where it was first met.
 */
export class ComponentBook {
  readonly #names = new Map<string, string>();
  readonly #sources = new Map<string, Schema>();
  readonly #written = new Map<string, Schema>();
  readonly #annotate: Annotate;

  constructor(named: readonly Named[], annotate: Annotate) {
    this.#annotate = annotate;
    for (const one of named) this.#name(one);
  }

  /** A reference to the component of the schema, or the schema itself where it is a plain value. */
  refer(schema: z.ZodType, side: Side, hint: string): Schema {
    return this.#place(jsonSchemaOf(schema, side), hint);
  }

  /** What was referred to, in the order of names. */
  components(): Record<string, Schema> {
    return Object.fromEntries([...this.#written].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Where a schema differs between request and answer, the request's has a name of its own. */
  #name({ name, schema, side }: Named): void {
    const sent = jsonSchemaOf(schema, 'input');
    if (side === 'input') {
      this.#claim(name, sent);
      return;
    }
    const answered = jsonSchemaOf(schema, 'output');
    this.#claim(name, answered);
    if (keyOf(sent) !== keyOf(answered)) this.#claim(`${name}Input`, sent);
  }

  #claim(name: string, schema: Schema): void {
    const key = keyOf(schema);
    if (this.#names.has(key)) return;
    if (this.#sources.has(name)) throw new Error(`two different schemas are called ${name}`);
    this.#names.set(key, name);
    this.#sources.set(name, schema);
  }

  #place(node: Schema, hint: string): Schema {
    const key = keyOf(node);
    if (!this.#names.has(key) && ('properties' in node || 'oneOf' in node))
      this.#claim(this.#free(hint), node);
    const name = this.#names.get(key);
    if (name === undefined) return this.#children(node, hint);
    if (!this.#written.has(name)) this.#write(name);
    return { $ref: `#/components/schemas/${name}` };
  }

  /** The component is made from the schema that got the name, since where it is used it may be described anew. */
  #write(name: string): void {
    const source = this.#sources.get(name) ?? {};
    this.#written.set(name, this.#annotate(name, withDiscriminator(this.#children(source, name), source)));
  }

  #children(node: Schema, hint: string): Schema {
    return mapSchemas(node, (child, at) => this.#place(child, `${hint}${suffix(child, at)}`));
  }

  #free(hint: string): string {
    if (!this.#sources.has(hint)) return hint;
    let count = 2;
    while (this.#sources.has(`${hint}${count}`)) count += 1;
    return `${hint}${count}`;
  }
}

/** `filings.open` becomes `FilingsOpen`. */
export function pascal(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('');
}

/** Descriptions and examples say nothing about structure, so they do not tell two schemas apart. */
function keyOf({ description: _description, examples: _examples, ...structure }: Schema): string {
  return canonicalJson(structure);
}

/** A member of a union is named by the constant that tells it apart, a property by its name. */
function suffix(child: Schema, at: readonly string[]): string {
  const [keyword, place = ''] = at;
  if (keyword === 'properties') return pascal(place);
  if (keyword !== 'anyOf' && keyword !== 'oneOf') return '';
  const constants = Object.values(asSchema(child['properties'])).map((one) => asSchema(one)['const']);
  const told = constants.find((value) => typeof value === 'string');
  return pascal(typeof told === 'string' ? told : place);
}

/** Says which property tells the members of a union apart, where every member fixes the same one. */
function withDiscriminator(placed: Schema, whole: Schema): Schema {
  const [members, references] = [whole['oneOf'], placed['oneOf']];
  if (!Array.isArray(members) || !Array.isArray(references)) return placed;
  const shapes = members.map((member) => asSchema(asSchema(member)['properties']));
  const propertyName = Object.keys(shapes[0] ?? {}).find((name) =>
    shapes.every((shape) => typeof asSchema(shape[name])['const'] === 'string'),
  );
  if (propertyName === undefined) return placed;
  const mapping = shapes.map((shape, index) => [
    asSchema(shape[propertyName])['const'],
    asSchema(references[index])['$ref'],
  ]);
  return { ...placed, discriminator: { propertyName, mapping: Object.fromEntries(mapping) } };
}
