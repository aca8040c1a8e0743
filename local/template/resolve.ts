import { Refusal } from '../refusal.ts';
import type { Assembly, Resource, Stack } from './assembly.ts';
import { arnOf, attribute, type Facts, reference } from './attributes.ts';
import { applyIntrinsic, asList, isIntrinsic, isRecord, type Scope } from './intrinsics.ts';
import { generatedName, nameProperty } from './names.ts';
import { noValue, pseudoParameter } from './pseudo-parameters.ts';

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

/** Deeper nesting than any real template: what goes beyond refers to itself. */
const depthMax = 100;

/**
 * Resolves CloudFormation's references and functions over all stacks of an assembly. Resolution is lazy: `facts` are
 * asked only when an expression needs them, so names are known before the cloud has an address.
 * Refuses unknown functions, references to nothing, and circles, naming the stack.
 */
export class Resolver {
  readonly #assembly: Assembly;
  readonly #facts: Facts;
  readonly #stacks: ReadonlyMap<string, Stack>;
  readonly #names = new Map<Resource, string>();
  #exports: ReadonlyMap<string, readonly [Stack, unknown]> | undefined;

  constructor(assembly: Assembly, facts: Facts) {
    this.#assembly = assembly;
    this.#facts = facts;
    this.#stacks = new Map(assembly.stacks.map((stack) => [stack.name, stack]));
  }

  /** The resources of these types that their conditions admit, resolved. */
  ofType(...types: readonly string[]): readonly ResolvedResource[] {
    return this.#assembly.resources
      .filter((resource) => types.includes(resource.type) && this.#admitted(resource))
      .map((resource) => this.#resolved(resource));
  }

  /** An expression of a stack's template, resolved. */
  value(stack: string, expression: unknown): unknown {
    return this.#walk(this.#stack(stack), expression, 0);
  }

  #stack(name: string): Stack {
    const stack = this.#stacks.get(name);
    if (!stack) throw new Refusal(`There is no stack ${name} in ${this.#assembly.folder}.`);
    return stack;
  }

  #admitted({ stack, condition }: Resource): boolean {
    return condition === undefined || this.#condition(this.#stack(stack), condition, 0);
  }

  #resolved(resource: Resource): ResolvedResource {
    const { stack, logicalId, type } = resource;
    const name = this.#name(resource, 0);
    const properties = this.value(stack, resource.properties);
    return {
      stack,
      logicalId,
      type,
      construct: String(resource.metadata['aws:cdk:path'] ?? '').split('/')[1] ?? logicalId,
      name,
      arn: arnOf(type, name),
      properties: isRecord(properties) ? properties : {},
    };
  }

  #walk(stack: Stack, expression: unknown, depthSoFar: number): unknown {
    const depth = depthSoFar + 1;
    if (depth > depthMax) throw new Refusal(`An expression of ${stack.name} refers to itself.`);
    if (Array.isArray(expression))
      return expression.map((item) => this.#walk(stack, item, depth)).filter((item) => item !== noValue);
    if (!isRecord(expression)) return expression;
    const entries = Object.entries(expression);
    if (isIntrinsic(entries)) return applyIntrinsic(...entries[0], this.#scope(stack, depth));
    const resolved = entries.map(([key, value]) => [key, this.#walk(stack, value, depth)] as const);
    return Object.fromEntries(resolved.filter(([, value]) => value !== noValue));
  }

  #scope(stack: Stack, depth: number): Scope {
    return {
      stack,
      walk: (expression) => this.#walk(stack, expression, depth),
      refer: (target) => this.#refer(stack, target, depth),
      attribute: (argument) => this.#attribute(stack, argument, depth),
      condition: (name) => this.#condition(stack, name, depth),
      importValue: (name) => this.#importValue(String(name), depth),
    };
  }

  #name(resource: Resource, depth: number): string {
    const known = this.#names.get(resource);
    if (known !== undefined) return known;
    const property = nameProperty(resource.type);
    const stack = this.#stack(resource.stack);
    const given = property ? this.#walk(stack, resource.properties[property], depth) : undefined;
    const name = typeof given === 'string' && given !== '' ? given : generatedName(resource);
    this.#names.set(resource, name);
    return name;
  }

  #refer(stack: Stack, target: string, depth: number): unknown {
    const pseudo = pseudoParameter(stack.name, target);
    if (pseudo !== undefined) return pseudo;
    const parameter = Object.hasOwn(stack.parameters, target) ? stack.parameters[target] : undefined;
    if (parameter) return parameter.Default ?? '';
    const resource = stack.resources.get(target);
    if (!resource) throw new Refusal(`${stack.name} refers to ${target}, which it does not contain.`);
    return reference(resource, this.#name(resource, depth), this.#facts);
  }

  #attribute(stack: Stack, argument: unknown, depth: number): string {
    const path =
      typeof argument === 'string' ? argument.split('.') : asList(this.#walk(stack, argument, depth));
    const [target, ...rest] = path.map(String);
    const resource = stack.resources.get(target ?? '');
    if (!resource)
      throw new Refusal(`${stack.name} reads an attribute of ${target}, which it does not contain.`);
    return attribute(resource, this.#name(resource, depth), rest.join('.'), this.#facts);
  }

  #condition(stack: Stack, name: string, depth: number): boolean {
    if (!Object.hasOwn(stack.conditions, name)) throw new Refusal(`${stack.name} has no condition ${name}.`);
    return this.#walk(stack, stack.conditions[name], depth) === true;
  }

  #importValue(name: string, depth: number): unknown {
    this.#exports ??= new Map(this.#assembly.stacks.flatMap((stack) => this.#exportsOf(stack)));
    const [stack, value] = this.#exports.get(name) ?? [];
    if (!stack) throw new Refusal(`No stack exports ${name}: synthesise all stacks together.`);
    return this.#walk(stack, value, depth);
  }

  #exportsOf(stack: Stack): (readonly [string, readonly [Stack, unknown]])[] {
    return Object.values(stack.outputs)
      .filter(({ exportName }) => exportName !== undefined)
      .map((output) => [String(this.#walk(stack, output.exportName, 0)), [stack, output.Value]]);
  }
}
