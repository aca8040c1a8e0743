import { Refusal } from '../refusal.ts';

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Fn::Join`: [delimiter, items], resolved. */
export function join([delimiter, items]: readonly unknown[]): string {
  if (!Array.isArray(items)) throw new Refusal('A template joins something that is not a list.');
  return items.map(String).join(String(delimiter));
}

/** `Fn::Split`: [delimiter, text], resolved. */
export function split([delimiter, text]: readonly unknown[]): string[] {
  return String(text).split(String(delimiter));
}

/** `Fn::Select`: [index, items], resolved. */
export function select([index, items]: readonly unknown[]): unknown {
  const chosen = Array.isArray(items) ? items[Number(index)] : undefined;
  if (chosen === undefined)
    throw new Refusal(`A template selects item ${index} of a list that has none there.`);
  return chosen;
}

/** `Fn::Sub`: a text, or [text, variables]; `${!x}` stands for a literal `${x}`. */
export function substitute(argument: unknown, refer: (target: string) => unknown): string {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = isRecord(variables) ? variables : {};
  return String(text).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, target: string) => {
    if (literal) return `\${${target}}`;
    return String(Object.hasOwn(own, target.trim()) ? own[target.trim()] : refer(target.trim()));
  });
}
