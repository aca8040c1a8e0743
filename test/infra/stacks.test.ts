import { Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { environmentNames } from '../../infra/environments.ts';
import { appFor, synthesise } from './synthesise.ts';

// Synthesis itself runs the checks: it throws on any finding without a written reason, in any environment.
const synthesised = new Map(environmentNames.map((name) => [name, synthesise(name, { checked: true })]));

describe('security checks', () => {
  it('leave no finding without a written reason, in all environments', () => {
    expect([...synthesised.keys()]).toEqual([...environmentNames]);
  });

  it('stop synthesis at a finding nobody acknowledged', () => {
    const app = appFor({});
    new Bucket(new Stack(app, 'Careless'), 'Bucket');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    expect(() => app.synth()).toThrow();
  });
});

describe('stacks', () => {
  const stacks = synthesised.get('prod')?.stacks ?? [];

  it('are named after their environment and area, tagged, and protected in prod', () => {
    const areas = [
      'Api',
      'Certificates',
      'Documents',
      'Examiners',
      'Filings',
      'Journal',
      'Machines',
      'Notices',
      'Parties',
      'Reference',
      'Registrar',
      'Search',
      'State',
      'Titles',
    ];
    expect(stacks.map(({ name }) => name).sort()).toEqual(areas.map((area) => `IpRegister-prod-${area}`));
    for (const stack of stacks) {
      expect(stack.terminationProtection).toBe(true);
      expect(stack.tags).toEqual({
        Project: 'ip-register',
        Environment: 'prod',
        Area: stack.area.toLowerCase(),
      });
    }
    expect(synthesised.get('dev')?.stacks.some(({ terminationProtection }) => terminationProtection)).toBe(
      false,
    );
  });

  it('depend one way: areas on the state, the API on all, nothing on the API', () => {
    for (const { area, dependsOn } of stacks) {
      const expected =
        area === 'State'
          ? []
          : area === 'Api'
            ? stacks.filter((other) => other.area !== 'Api').map(({ name }) => name)
            : ['IpRegister-prod-State'];
      expect([...dependsOn].sort()).toEqual([...expected].sort());
    }
  });

  it('name no account, region or partition', () => {
    const written = JSON.stringify(stacks.map(({ template }) => template));
    expect(written).not.toMatch(/arn:aws[:-]/);
    expect(written).not.toMatch(/\b\d{12}\b/);
    expect(written).not.toMatch(/\b(us|eu|ap|cn)-(north|south|east|west)\w*-\d\b/);
  });

  it('tell operators the addresses and ids they need', () => {
    const names = stacks.flatMap(({ template }) => Object.keys(template['Outputs'] ?? {}));
    expect(names).toEqual(
      expect.arrayContaining([
        'ApiUrl',
        'ApplicantsPoolId',
        'StaffPoolId',
        'PortalClientId',
        'OfficeClientId',
      ]),
    );
  });
});
