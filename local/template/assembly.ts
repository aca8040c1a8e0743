import { readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import * as z from 'zod';
import { Refusal } from '../refusal.ts';
import { treatmentOf } from './resource-types.ts';

const json = z.record(z.string(), z.unknown());

const manifestSchema = z.looseObject({
  artifacts: z
    .record(
      z.string(),
      z.looseObject({
        type: z.string(),
        displayName: z.string().optional(),
        properties: z
          .looseObject({
            templateFile: z.string().optional(),
            stackName: z.string().optional(),
            directoryName: z.string().optional(),
            file: z.string().optional(),
          })
          .optional(),
      }),
    )
    .default({}),
});

const templateSchema = z.looseObject({
  Parameters: z.record(z.string(), z.looseObject({ Default: z.unknown() })).default({}),
  Mappings: json.default({}),
  Conditions: json.default({}),
  Outputs: z
    .record(
      z.string(),
      z.looseObject({ Value: z.unknown(), Export: z.looseObject({ Name: z.unknown() }).optional() }),
    )
    .default({}),
  Resources: z
    .record(
      z.string(),
      z.looseObject({
        Type: z.string(),
        Properties: json.default({}),
        Metadata: json.default({}),
        Condition: z.string().optional(),
      }),
    )
    .default({}),
});

const assetsSchema = z.looseObject({
  files: z
    .record(z.string(), z.looseObject({ source: z.looseObject({ path: z.string().optional() }) }))
    .default({}),
});

export type Resource = {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly condition: string | undefined;
};

export type Stack = {
  readonly name: string;
  readonly parameters: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly mappings: Readonly<Record<string, unknown>>;
  readonly conditions: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, { readonly Value?: unknown; readonly exportName?: unknown }>>;
  readonly resources: ReadonlyMap<string, Resource>;
};

/** All stacks of one synthesised environment, read together since they import each other's values. */
export type Assembly = {
  readonly folder: string;
  readonly stacks: readonly Stack[];
  readonly resources: readonly Resource[];
  /** The folder of a code asset, by the object key that the template gives it. */
  assetFolder(key: string): string | undefined;
};

/**
 * Reads what `cdk synth` left in a folder: the manifest, its stacks (nested stages too) and the list of assets.
 * Refuses an absent or broken assembly, and any resource type without a treatment.
 */
export function readAssembly(folder: string): Assembly {
  const stacks: Stack[] = [];
  const assets = new Map<string, string>();
  readManifest(resolve(folder), stacks, assets);
  if (stacks.length === 0)
    throw new Refusal(`No stack in ${folder}: run \`npm run synth\` and look at its output.`);
  return {
    folder: resolve(folder),
    stacks,
    resources: stacks.flatMap((stack) => [...stack.resources.values()]),
    assetFolder: (key) => assets.get(key.replace(/\.zip$/, '')),
  };
}

function readManifest(folder: string, stacks: Stack[], assets: Map<string, string>): void {
  const manifest = parse(folder, 'manifest.json', manifestSchema);
  for (const [id, artifact] of Object.entries(manifest.artifacts)) {
    const properties = artifact.properties ?? {};
    if (artifact.type === 'aws:cloudformation:stack' && properties.templateFile) {
      stacks.push(readStack(folder, properties.templateFile, properties.stackName ?? id));
    } else if (artifact.type === 'cdk:cloud-assembly' && properties.directoryName) {
      readManifest(within(folder, properties.directoryName), stacks, assets);
    } else if (artifact.type === 'cdk:asset-manifest' && properties.file) {
      for (const [key, file] of Object.entries(parse(folder, properties.file, assetsSchema).files)) {
        if (file.source.path) assets.set(key, within(folder, file.source.path));
      }
    }
  }
}

function readStack(folder: string, file: string, name: string): Stack {
  const template = parse(folder, file, templateSchema);
  const resources = new Map<string, Resource>();
  for (const [logicalId, { Type, Properties, Metadata, Condition }] of Object.entries(template.Resources)) {
    treatmentOf(Type, logicalId, name);
    resources.set(logicalId, {
      stack: name,
      logicalId,
      type: Type,
      properties: Properties,
      metadata: Metadata,
      condition: Condition,
    });
  }
  const outputs = Object.fromEntries(
    Object.entries(template.Outputs).map(([id, output]) => [
      id,
      { Value: output.Value, exportName: output.Export?.Name },
    ]),
  );
  return {
    name,
    parameters: template.Parameters,
    mappings: template.Mappings,
    conditions: template.Conditions,
    outputs,
    resources,
  };
}

/** An assembly names its parts by relative path; one that leads out of the folder is not ours. */
function within(folder: string, path: string): string {
  const full = resolve(folder, path);
  if (!full.startsWith(folder + sep))
    throw new Refusal(`The assembly in ${folder} points outside itself: ${path}`);
  return full;
}

function parse<T extends z.ZodType>(folder: string, file: string, schema: T): z.output<T> {
  const path = join(folder, file);
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new Refusal(
      `Cannot read ${path}: delete ${folder} and synthesise it again with \`npm run synth\`.`,
    );
  }
}
