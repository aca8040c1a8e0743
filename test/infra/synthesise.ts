import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type cx_api as cxapi } from 'aws-cdk-lib';
import cdk from '../../cdk.json' with { type: 'json' };
import { compose } from '../../infra/compose.ts';
import type { EnvironmentName } from '../../infra/environments.ts';
import { readSettings, type Settings } from '../../infra/settings.ts';
import { operations } from '../../shared/contracts/operations/index.ts';

export type Resource = {
  readonly id: string;
  readonly area: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly deletionPolicy: string | undefined;
};

export type SynthesisedStack = {
  readonly name: string;
  readonly area: string;
  readonly terminationProtection: boolean;
  readonly tags: Readonly<Record<string, string>>;
  readonly dependsOn: readonly string[];
  readonly template: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly bytes: number;
};

/**
 * The app as `cdk synth` makes it, with the flags of `cdk.json`, but without bundling, which tests of the
 * template do not need. The portal and the register have addresses unless a test takes them away.
 */
export function appFor(context: Readonly<Record<string, string>>, outdir?: string): App {
  return new App({
    analyticsReporting: false,
    context: {
      ...cdk.context,
      'aws:cdk:bundling-stacks': [],
      portalUrl: 'https://portal.example',
      publicOrigin: 'https://register.example',
      mailFrom: 'notices@register.example',
      journalOrigin: 'register.example/journal',
      ...context,
    },
    ...(outdir === undefined ? {} : { outdir }),
  });
}

export type Synthesised = {
  readonly stacks: readonly SynthesisedStack[];
  readonly resources: readonly Resource[];
};

/** What a test changes about an environment, and whether CloudFormation's own schema checks run: they take seconds to start. */
export type Changes = {
  readonly context?: Readonly<Record<string, string>>;
  readonly settings?: Partial<Settings>;
  readonly checked?: true;
};

/** Composes and synthesises one environment in a folder of its own that is gone afterwards. */
export function synthesise(environment: EnvironmentName, changes: Changes = {}): Synthesised {
  process.env['CDK_VALIDATION'] = String(changes.checked === true);
  const outdir = mkdtempSync(join(tmpdir(), 'ip-register-synth-'));
  try {
    const app = appFor({ environment, ...changes.context }, outdir);
    const settings = readSettings(app);
    if ('refused' in settings) {
      throw new Error(settings.refused);
    }
    compose(app, { ...settings, ...changes.settings }, operations);
    const stacks = app.synth().stacks.map(stackOf);
    return { stacks, resources: stacks.flatMap(resourcesOf) };
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function stackOf(artifact: cxapi.CloudFormationStackArtifact): SynthesisedStack {
  const [, , area = ''] = artifact.stackName.split('-');
  return {
    name: artifact.stackName,
    area,
    terminationProtection: artifact.terminationProtection ?? false,
    tags: artifact.tags,
    dependsOn: artifact.dependencies
      .map((dependency) => dependency.id)
      .filter((id) => id.startsWith('IpRegister') && !id.endsWith('.assets')),
    template: artifact.template,
    bytes: Buffer.byteLength(JSON.stringify(artifact.template, null, 1)),
  };
}

function resourcesOf(stack: SynthesisedStack): Resource[] {
  return Object.entries(stack.template['Resources'] ?? {}).map(([id, value]) => {
    // The template is the construct library's output; only the parts that every resource has are named here.
    const resource = value as { Type: string; Properties?: Record<string, unknown>; DeletionPolicy?: string };
    return {
      id,
      area: stack.area,
      type: resource.Type,
      properties: resource.Properties ?? {},
      deletionPolicy: resource.DeletionPolicy,
    };
  });
}

export function ofType(resources: readonly Resource[], type: string): readonly Resource[] {
  const found = resources.filter((resource) => resource.type === type);
  if (found.length === 0) {
    throw new Error(`no resource of type ${type}: the test would hold for nothing`);
  }
  return found;
}

/** What stands at a path inside a resource's properties; `undefined` where the path ends early. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Readonly<Record<string | number, unknown>>)[key]
        : undefined,
    value,
  );
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : found === undefined ? [] : [found];
}

/**
 * A value of the template as readable text: `<Id>` for a reference, `<Id.Attribute>` for an attribute, `<Export>`
 * for an import from another stack.
 */
export function textOf(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  const separator = at(value, 'Fn::Join', 0);
  if (separator !== undefined) {
    return listAt(value, 'Fn::Join', 1).map(textOf).join(String(separator));
  }
  const name = at(value, 'Ref') ?? at(value, 'Fn::ImportValue');
  if (name !== undefined) {
    return `<${name}>`;
  }
  const attribute = listAt(value, 'Fn::GetAtt');
  if (attribute.length > 0) {
    return `<${attribute.join('.')}>`;
  }
  return JSON.stringify(value);
}
