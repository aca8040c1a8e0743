/** One place that differs, by JSON Pointer (RFC 6901); a side where nothing stood is left out. */
export type Difference = { readonly pointer: string; readonly from?: unknown; readonly to?: unknown };

/**
 * The places in which two JSON values differ, in the order of their members, the old value's before those that are
 * new. Members of lists are compared by their place. A value that appears or goes as a whole is one difference.
 */
export function differences(from: unknown, to: unknown, pointer = ''): Difference[] {
  if (isList(from) && isList(to)) {
    const places = Array.from({ length: Math.max(from.length, to.length) }, (_, place) => String(place));
    return between(from, to, places, pointer);
  }
  if (isRecord(from) && isRecord(to)) {
    const names = [...new Set([...Object.keys(from), ...Object.keys(to)])];
    return between(from, to, names, pointer);
  }
  return from === to ? [] : [{ pointer, ...given('from', from), ...given('to', to) }];
}

function between(from: object, to: object, names: readonly string[], pointer: string): Difference[] {
  return names.flatMap((name) => differences(member(from, name), member(to, name), stepInto(pointer, name)));
}

function given(side: 'from' | 'to', value: unknown) {
  return value === undefined ? {} : { [side]: value };
}

function member(value: object, name: string): unknown {
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function stepInto(pointer: string, name: string): string {
  return `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The steps of a pointer, or undefined where it is none. */
function stepsOf(pointer: string): string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What stands at the pointer; undefined where nothing does. */
export function valueAt(value: unknown, pointer: string): unknown {
  const steps = stepsOf(pointer);
  if (!steps) return undefined;
  return steps.reduce<unknown>(
    (inner, step) => (isList(inner) || isRecord(inner) ? member(inner, listPlace(inner, step)) : undefined),
    value,
  );
}

/** `01` and `length` are no places of a list, though JavaScript would find something there. */
function listPlace(inner: object, step: string): string {
  return isList(inner) && !/^(0|[1-9]\d{0,8})$/.test(step) ? '' : step;
}

/**
 * The value with another one at the pointer; copies what lies along it and nothing else. Undefined where the pointer
 * leads through something that has no members, or past the end of a list.
 */
export function withValueAt(value: unknown, pointer: string, put: unknown): unknown {
  const steps = stepsOf(pointer);
  return steps && replaced(value, steps, put);
}

function replaced(value: unknown, [step, ...rest]: readonly string[], put: unknown): unknown {
  if (step === undefined) return put;
  if (isList(value)) {
    const place = listPlace(value, step);
    if (place === '' || Number(place) > value.length) return undefined;
    const inner = replaced(value[Number(place)], rest, put);
    if (inner === undefined) return undefined;
    return Number(place) === value.length ? [...value, inner] : value.with(Number(place), inner);
  }
  // What the pointer makes is a plain member, never a prototype.
  if (step === '__proto__' || (value !== undefined && !isRecord(value))) return undefined;
  const inner = replaced(value && member(value, step), rest, put);
  return inner === undefined ? undefined : { ...value, [step]: inner };
}
