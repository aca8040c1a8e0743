/** A JSON object as it came over the wire: nothing about it is known yet. */
export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value when it is a JSON object, an empty object otherwise. */
export function objectAt(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

/** The elements of a JSON array, none when the value is something else. */
export function listAt(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textAt(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
