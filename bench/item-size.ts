/**
 * The size of an item in bytes as DynamoDB counts it for capacity (Developer Guide, "DynamoDB item sizes and
 * formats"): attribute names and values in UTF-8, three bytes and one a member for lists and maps. Numbers are
 * documented as approximate; the rule given for them is taken at its word.
 */
export function itemSize(item: Readonly<Record<string, unknown>>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + attributeSize(name, value), 0);
}

function attributeSize(name: string, value: unknown): number {
  // The document client leaves members without a value out.
  return value === undefined ? 0 : utf8(name) + valueSize(value);
}

function valueSize(value: unknown): number {
  if (typeof value === 'string') return utf8(value);
  if (typeof value === 'boolean' || value === null) return 1;
  if (typeof value === 'number') return numberSize(value);
  if (Array.isArray(value)) {
    return 3 + value.reduce((sum: number, member) => sum + 1 + valueSize(member), 0);
  }
  if (typeof value === 'object') {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return 3 + members.reduce((sum, [name, member]) => sum + 1 + attributeSize(name, member), 0);
  }
  throw new TypeError(`no item holds a ${typeof value}`);
}

/** One byte for every two significant digits and one more, and one for a sign. */
function numberSize(value: number): number {
  const digits = Math.abs(value)
    .toString()
    .replace(/e.*$/, '')
    .replace('.', '')
    .replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + (value < 0 ? 1 : 0);
}

function utf8(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
