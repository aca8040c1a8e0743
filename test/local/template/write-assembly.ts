import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Template = Readonly<Record<string, unknown>>;

/** Writes an assembly of the given stacks into a new folder, as `cdk synth` lays it out. */
export function writeAssembly(stacks: Readonly<Record<string, Template>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  const artifacts: Record<string, unknown> = {};
  for (const [name, template] of Object.entries(stacks)) {
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      properties: { templateFile: `${name}.template.json` },
    };
    artifacts[`${name}.assets`] = { type: 'cdk:asset-manifest', properties: { file: `${name}.assets.json` } };
    writeFileSync(join(folder, `${name}.template.json`), JSON.stringify(template));
    writeFileSync(
      join(folder, `${name}.assets.json`),
      JSON.stringify({ files: { code: { source: { path: 'asset.code', packaging: 'zip' } } } }),
    );
  }
  mkdirSync(join(folder, 'asset.code'));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: '48.0.0', artifacts }));
  return folder;
}
