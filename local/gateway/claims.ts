/**
 * A token's claims as an HTTP API hands them to a function: every value is a string. Lists become `[a b]`, since the
 * gateway prints values as Go does; a function that expects JSON must fail here too.
 */
export function claimsAsStrings(payload: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, printed(value)]));
}

function printed(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printed).join(' ')}]`;
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${entries.map(([name, item]) => `${name}:${printed(item)}`).join(' ')}]`;
  }
  return String(value);
}
