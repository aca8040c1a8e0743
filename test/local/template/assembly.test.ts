import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../local/refusal.ts';
import { readAssembly } from '../../../local/template/assembly.ts';
import { resourceTypes, treatments } from '../../../local/template/resource-types.ts';
import { writeAssembly } from './write-assembly.ts';

describe('an assembly', () => {
  it('with a type that has no treatment stops with one line that names type, resource and stack', () => {
    const folder = writeAssembly({ One: { Resources: { Queue: { Type: 'AWS::Kinesis::Stream' } } } });
    expect(() => readAssembly(folder)).toThrow(
      new Refusal(
        'The local cloud does not know AWS::Kinesis::Stream (Queue in One): say in ' +
          'local/template/resource-types.ts whether it is run, substituted or inert.',
      ),
    );
    rmSync(folder, { recursive: true });
  });

  it.each(['__proto__', 'constructor', 'toString'])('with a type named %s stops too', (type) => {
    const folder = writeAssembly({ One: { Resources: { Odd: { Type: type } } } });
    expect(() => readAssembly(folder)).toThrow('does not know');
    rmSync(folder, { recursive: true });
  });

  it('may hold custom resources, which act on a cloud account', () => {
    const folder = writeAssembly({ One: { Resources: { Odd: { Type: 'Custom::Anything' } } } });
    expect(readAssembly(folder).resources).toHaveLength(1);
    rmSync(folder, { recursive: true });
  });

  it('finds the folder of a code asset by its object key', () => {
    const folder = writeAssembly({ One: { Resources: {} } });
    expect(readAssembly(folder).assetFolder('code.zip')).toBe(join(folder, 'asset.code'));
    expect(readAssembly(folder).assetFolder('other.zip')).toBeUndefined();
    rmSync(folder, { recursive: true });
  });

  it('may lie in a nested stage', () => {
    const inner = writeAssembly({ One: { Resources: { Odd: { Type: 'Custom::Anything' } } } });
    const outer = mkdtempSync(join(tmpdir(), 'assembly-'));
    renameSync(inner, join(outer, 'stage'));
    const artifacts = { stage: { type: 'cdk:cloud-assembly', properties: { directoryName: 'stage' } } };
    writeFileSync(join(outer, 'manifest.json'), JSON.stringify({ artifacts }));
    expect(readAssembly(outer).stacks.map(({ name }) => name)).toEqual(['One']);
    rmSync(outer, { recursive: true });
  });

  it.each([
    ['absent', undefined],
    ['cut off', '{"artifacts":'],
    ['of another shape', '{"artifacts":[]}'],
  ])('whose manifest is %s is refused with what to do', (_, manifest) => {
    const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
    mkdirSync(folder, { recursive: true });
    if (manifest !== undefined) writeFileSync(join(folder, 'manifest.json'), manifest);
    expect(() => readAssembly(folder)).toThrow('synthesise it again');
    rmSync(folder, { recursive: true });
  });

  it('that points outside itself is refused', () => {
    const folder = writeAssembly({ One: { Resources: {} } });
    writeFileSync(
      join(folder, 'One.assets.json'),
      JSON.stringify({ files: { code: { source: { path: '../../etc' } } } }),
    );
    expect(() => readAssembly(folder)).toThrow('points outside itself');
    rmSync(folder, { recursive: true });
  });
});

describe('the table of resource types', () => {
  it('gives each type one treatment and a reason', () => {
    for (const [type, [treatment, reason]] of Object.entries(resourceTypes)) {
      expect(treatments, type).toContain(treatment);
      expect(reason.length, type).toBeGreaterThan(10);
    }
  });
});
