import { Refusal } from '../refusal.ts';
import type { Assembly, Resource, Stack } from './assembly.ts';
import { arnOf, attribute, type Facts, reference } from './attributes.ts';
import { isRecord, join, select, split, substitute } from './intrinsics.ts';
import { generatedName, nameProperty, place } from './names.ts';

/** A resource with its properties resolved, and the names that the rest of the cloud knows it by. */
export type ResolvedResource = {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** The name of the construct that made it, right below its stack, as `registrar`. */
  readonly construct: string;
  readonly name: string;
  readonly arn: string;
  readonly properties: Readonly<Record<string, unknown>>;
};

export type Resolver = {
  /** The resources of these types that their conditions admit, resolved. */
  ofType(...types: readonly string[]): readonly ResolvedResource[];
  /** An expression of a stack's template, resolved. */
  value(stack: string, expression: unknown): unknown;
  /** The outputs of all stacks, by `stack.logicalId`. */
  outputs(): Readonly<Record<string, string>>;
};

/** `AWS::NoValue` removes the property or item that it stands for. */
const noValue = Symbol('AWS::NoValue');

/** Deeper nesting than any real template: what goes beyond refers to itself. */
const depthMax = 100;

/**
 * Resolves CloudFormation's references and functions over all stacks of an assembly. Resolution is lazy: `facts` are
 * asked only when an expression needs them, so names are known before the cloud has an address.
 * Refuses unknown functions, references to nothing, and circles, naming the stack.
 */
export function createResolver(assembly: Assembly, facts: Facts): Resolver {
  const stacks = new Map(assembly.stacks.map((stack) => [stack.name, stack]));
  const names = new Map<Resource, string>();
  let exports: Map<string, unknown> | undefined;

  function stackOf(name: string): Stack {
    const stack = stacks.get(name);
    if (!stack) throw new Refusal(`There is no stack ${name} in ${assembly.folder}.`);
    return stack;
  }

  function nameOf(resource: Resource, depth: number): string {
    const known = names.get(resource);
    if (known !== undefined) return known;
    const property = nameProperty(resource.type);
    const given = property ? walk(stackOf(resource.stack), resource.properties[property], depth) : undefined;
    const name = typeof given === 'string' && given !== '' ? given : generatedName(resource);
    names.set(resource, name);
    return name;
  }

  function admitted(stack: Stack, resource: Resource): boolean {
    return resource.condition === undefined || condition(stack, resource.condition, 0);
  }

  function refer(stack: Stack, target: string, depth: number): unknown {
    const pseudo = pseudoParameter(stack, target);
    if (pseudo !== undefined) return pseudo;
    const parameter = Object.hasOwn(stack.parameters, target) ? stack.parameters[target] : undefined;
    if (parameter) return parameter.Default ?? '';
    const resource = stack.resources.get(target);
    if (!resource) throw new Refusal(`${stack.name} refers to ${target}, which it does not contain.`);
    return reference(resource, nameOf(resource, depth), facts);
  }

  function getAttribute(stack: Stack, argument: unknown, depth: number): string {
    const path = typeof argument === 'string' ? argument.split('.') : asList(walk(stack, argument, depth));
    const [target, ...rest] = path.map(String);
    const resource = target === undefined ? undefined : stack.resources.get(target);
    if (!resource)
      throw new Refusal(`${stack.name} reads an attribute of ${target}, which it does not contain.`);
    return attribute(resource, nameOf(resource, depth), rest.join('.'), facts);
  }

  function importValue(argument: unknown, depth: number): unknown {
    exports ??= exportsOf();
    const name = String(argument);
    if (!exports.has(name)) throw new Refusal(`No stack exports ${name}: synthesise all stacks together.`);
    const [stack, value] = exports.get(name) as [Stack, unknown];
    return walk(stack, value, depth);
  }

  function exportsOf(): Map<string, unknown> {
    const all = assembly.stacks.flatMap((stack) =>
      Object.values(stack.outputs)
        .filter((output) => output.exportName !== undefined)
        .map((output) => [String(walk(stack, output.exportName, 0)), [stack, output.Value]] as const),
    );
    return new Map(all);
  }

  function condition(stack: Stack, name: string, depth: number): boolean {
    if (!Object.hasOwn(stack.conditions, name)) throw new Refusal(`${stack.name} has no condition ${name}.`);
    return walk(stack, stack.conditions[name], depth + 1) === true;
  }

  function apply(stack: Stack, name: string, argument: unknown, depth: number): unknown {
    const resolved = () => walk(stack, argument, depth);
    const list = () => asList(resolved());
    switch (name) {
      case 'Ref':
        return refer(stack, String(argument), depth);
      case 'Fn::GetAtt':
        return getAttribute(stack, argument, depth);
      case 'Fn::ImportValue':
        return importValue(resolved(), depth);
      case 'Fn::Join':
        return join(list());
      case 'Fn::Split':
        return split(list());
      case 'Fn::Select':
        return select(list());
      case 'Fn::Sub':
        return substitute(resolved(), (target) =>
          target.includes('.') ? getAttribute(stack, target, depth) : refer(stack, target, depth),
        );
      case 'Fn::Base64':
        return Buffer.from(String(resolved())).toString('base64');
      case 'Fn::FindInMap':
        return list().reduce(
          (found: unknown, key) => (isRecord(found) ? found[String(key)] : undefined),
          stack.mappings,
        );
      case 'Fn::GetAZs':
        return [`${place.region}a`];
      case 'Fn::If': {
        const [test, then, otherwise] = asList(argument);
        return walk(stack, condition(stack, String(test), depth) ? then : otherwise, depth);
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
      case 'Condition':
        return condition(stack, String(argument), depth);
      default:
        throw new Refusal(`${stack.name} uses ${name}, which the local cloud does not resolve.`);
    }
  }

  function walk(stack: Stack, expression: unknown, depthSoFar: number): unknown {
    const depth = depthSoFar + 1;
    if (depth > depthMax) throw new Refusal(`An expression of ${stack.name} refers to itself.`);
    if (Array.isArray(expression))
      return expression.map((item) => walk(stack, item, depth)).filter((item) => item !== noValue);
    if (!isRecord(expression)) return expression;
    const entries = Object.entries(expression);
    const [only] = entries;
    // A `Condition` beside other keys is a policy statement's, and alone with a string it is a function.
    const isFunction =
      only &&
      entries.length === 1 &&
      (only[0] === 'Ref' ||
        only[0].startsWith('Fn::') ||
        (only[0] === 'Condition' && typeof only[1] === 'string'));
    if (isFunction) return apply(stack, only[0], only[1], depth);
    const resolved = entries.map(([key, value]) => [key, walk(stack, value, depth)] as const);
    return Object.fromEntries(resolved.filter(([, value]) => value !== noValue));
  }

  function resolveResource(resource: Resource): ResolvedResource {
    const name = nameOf(resource, 0);
    const properties = walk(stackOf(resource.stack), resource.properties, 0);
    return {
      stack: resource.stack,
      logicalId: resource.logicalId,
      type: resource.type,
      construct: String(resource.metadata['aws:cdk:path'] ?? '').split('/')[1] ?? resource.logicalId,
      name,
      arn: arnOf(resource.type, name),
      properties: isRecord(properties) ? properties : {},
    };
  }

  return {
    ofType: (...types) =>
      assembly.resources
        .filter((resource) => types.includes(resource.type) && admitted(stackOf(resource.stack), resource))
        .map(resolveResource),
    value: (stack, expression) => walk(stackOf(stack), expression, 0),
    outputs: () =>
      Object.fromEntries(
        assembly.stacks.flatMap((stack) =>
          Object.entries(stack.outputs).map(([id, output]) => [
            `${stack.name}.${id}`,
            String(walk(stack, output.Value, 0)),
          ]),
        ),
      ),
  };
}

function pseudoParameter(
  stack: Stack,
  name: string,
): string | typeof noValue | readonly string[] | undefined {
  switch (name) {
    case 'AWS::Region':
      return place.region;
    case 'AWS::AccountId':
      return place.account;
    case 'AWS::Partition':
      return place.partition;
    case 'AWS::URLSuffix':
      return place.urlSuffix;
    case 'AWS::StackName':
      return stack.name;
    case 'AWS::StackId':
      return `arn:${place.partition}:cloudformation:${place.region}:${place.account}:stack/${stack.name}/local`;
    case 'AWS::NotificationARNs':
      return [];
    case 'AWS::NoValue':
      return noValue;
    default:
      return undefined;
  }
}

function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value))
    throw new Refusal(`A template function has ${JSON.stringify(value)} where a list belongs.`);
  return value;
}
