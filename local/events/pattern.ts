import * as z from 'zod';

/** What a field may be: a value as it stands, or the beginning of a text. */
const filter = z.union([z.string(), z.number(), z.boolean(), z.strictObject({ prefix: z.string() })]);
type Filter = z.output<typeof filter>;

/** A pattern has a list of filters at each field that it looks at; the fields stand in objects as in the event. */
export type EventPattern = { readonly [field: string]: readonly Filter[] | EventPattern };

/** An event pattern of EventBridge, as far as this machine understands them; others do not parse. */
export const eventPattern: z.ZodType<EventPattern> = z.lazy(() =>
  z.record(z.string(), z.union([z.array(filter).min(1), eventPattern])),
);

/** Whether the event has every field of the pattern, with one of the values. Where the event has a list, one will do. */
export function matches(pattern: EventPattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    const value: unknown = isObject(event) && Object.hasOwn(event, field) ? event[field] : undefined;
    if (!isList(wanted)) return matches(wanted, value);
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.some((one) => wanted.some((each) => passes(each, one)));
  });
}

function passes(wanted: Filter, value: unknown): boolean {
  if (typeof wanted !== 'object') return value === wanted;
  return typeof value === 'string' && value.startsWith(wanted.prefix);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(wanted: readonly Filter[] | EventPattern): wanted is readonly Filter[] {
  return Array.isArray(wanted);
}
