import { Refusal } from '../refusal.ts';
import type { Stack } from './assembly.ts';
import { place } from './names.ts';

/** Where a function is applied: its stack, and what it can ask there. */
export type Scope = {
  readonly stack: Stack;
  walk(expression: unknown): unknown;
  refer(target: string): unknown;
  attribute(argument: unknown): string;
  condition(name: string): boolean;
  importValue(name: unknown): unknown;
};

type Entry = readonly [string, unknown];

/** Whether an object is a function: one key, `Ref` or `Fn::...`. A policy statement's `Condition` holds an object. */
export function isIntrinsic(entries: readonly Entry[]): entries is readonly [Entry] {
  const [only] = entries;
  if (!only || entries.length > 1) return false;
  return (
    only[0] === 'Ref' ||
    only[0].startsWith('Fn::') ||
    (only[0] === 'Condition' && typeof only[1] === 'string')
  );
}

/** The value of a function of CloudFormation's. Refuses those that no template of ours has needed. */
export function applyIntrinsic(name: string, argument: unknown, scope: Scope): unknown {
  const list = () => asList(scope.walk(argument));
  switch (name) {
    case 'Ref':
      return scope.refer(String(argument));
    case 'Fn::GetAtt':
      return scope.attribute(argument);
    case 'Fn::ImportValue':
      return scope.importValue(scope.walk(argument));
    case 'Fn::Join':
      return join(list());
    case 'Fn::Split':
      return split(list());
    case 'Fn::Select':
      return select(list());
    case 'Fn::Sub':
      return substitute(scope.walk(argument), (target) =>
        target.includes('.') ? scope.attribute(target) : scope.refer(target),
      );
    case 'Fn::Base64':
      return Buffer.from(String(scope.walk(argument))).toString('base64');
    case 'Fn::FindInMap':
      return findInMap(scope.stack, list());
    case 'Fn::GetAZs':
      return [`${place.region}a`];
    default:
      return applyCondition(name, argument, scope);
  }
}

function applyCondition(name: string, argument: unknown, scope: Scope): unknown {
  const list = () => asList(scope.walk(argument));
  switch (name) {
    case 'Condition':
      return scope.condition(String(argument));
    case 'Fn::If': {
      // Only the branch that is taken is resolved: the other may name what does not exist.
      const [test, then, otherwise] = asList(argument);
      return scope.walk(scope.condition(String(test)) ? then : otherwise);
    }
    case 'Fn::Equals': {
      const [left, right] = list();
      return left === right;
    }
    case 'Fn::Not':
      return list()[0] !== true;
    case 'Fn::And':
      return list().every((item) => item === true);
    case 'Fn::Or':
      return list().some((item) => item === true);
    default:
      throw new Refusal(`${scope.stack.name} uses ${name}, which the local cloud does not resolve.`);
  }
}

export function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value))
    throw new Refusal(`A template function has ${JSON.stringify(value)} where a list belongs.`);
  return value;
}

function findInMap(stack: Stack, keys: readonly unknown[]): unknown {
  const found = keys.reduce(
    (map, key) => (isRecord(map) ? map[String(key)] : undefined),
    stack.mappings as unknown,
  );
  if (found === undefined) throw new Refusal(`${stack.name} has no mapping ${keys.join(' / ')}.`);
  return found;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Fn::Join`: [delimiter, items], resolved. */
function join([delimiter, items]: readonly unknown[]): string {
  if (!Array.isArray(items)) throw new Refusal('A template joins something that is not a list.');
  return items.map(String).join(String(delimiter));
}

/** `Fn::Split`: [delimiter, text], resolved. */
function split([delimiter, text]: readonly unknown[]): string[] {
  return String(text).split(String(delimiter));
}

/** `Fn::Select`: [index, items], resolved. */
function select([index, items]: readonly unknown[]): unknown {
  const chosen = Array.isArray(items) ? items[Number(index)] : undefined;
  if (chosen === undefined)
    throw new Refusal(`A template selects item ${index} of a list that has none there.`);
  return chosen;
}

/** `Fn::Sub`: a text, or [text, variables]; `${!x}` stands for a literal `${x}`. */
function substitute(argument: unknown, refer: (target: string) => unknown): string {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = isRecord(variables) ? variables : {};
  return String(text).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, target: string) => {
    if (literal) return `\${${target}}`;
    return String(Object.hasOwn(own, target.trim()) ? own[target.trim()] : refer(target.trim()));
  });
}
