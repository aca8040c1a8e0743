import { describe, expect, it } from 'vitest';
import { functionNames } from '../../shared/contracts/operation.ts';
import { operations } from '../../shared/contracts/operations/index.ts';
import { at, listAt, ofType, synthesise, textOf } from './synthesise.ts';

const { resources } = synthesise('prod');
const routes = ofType(resources, 'AWS::ApiGatewayV2::Route');
const integrations = ofType(resources, 'AWS::ApiGatewayV2::Integration');
const authorizers = new Map(
  ofType(resources, 'AWS::ApiGatewayV2::Authorizer').map(({ id, properties }) => [
    properties['Name'],
    { id, properties },
  ]),
);

const routeOf = (key: string) => routes.find(({ properties }) => properties['RouteKey'] === key)?.properties;

describe('routes', () => {
  it('are the operations and the fallback, and nothing else', () => {
    const keys = routes.map(({ properties }) => properties['RouteKey']);
    const expected = [...operations.map(({ method, path }) => `${method} ${path}`), '$default'];
    expect([...keys].sort()).toEqual([...expected].sort());
  });

  it.each(operations.map((operation) => [operation.id, operation] as const))(
    '%s is guarded as its audience asks',
    (_, operation) => {
      const route = routeOf(`${operation.method} ${operation.path}`);
      if (operation.audience === 'public') {
        expect(route?.['AuthorizationType']).toBe('NONE');
        expect(route).not.toHaveProperty('AuthorizerId');
        return;
      }
      const [authorizer, scope] =
        operation.audience === 'own' ? ['people', 'register/own'] : ['staff', 'office/act'];
      expect(route?.['AuthorizationType']).toBe('JWT');
      expect(route?.['AuthorizationScopes']).toEqual([scope]);
      expect(textOf(route?.['AuthorizerId'])).toBe(`<${authorizers.get(authorizer)?.id}>`);
    },
  );

  it.each(operations.map((operation) => [operation.id, operation] as const))(
    '%s reaches its own function',
    (_, operation) => {
      const target = textOf(routeOf(`${operation.method} ${operation.path}`)?.['Target']);
      const integration = integrations.find(({ id }) => target === `integrations/<${id}>`);
      expect(textOf(integration?.properties['IntegrationUri'])).toContain(`${operation.function}Function`);
    },
  );

  it('answer an unknown address by a function that can read nothing', () => {
    const fallback = routeOf('$default');
    expect(fallback?.['AuthorizationType']).toBe('NONE');
    const integration = integrations.find(({ id }) => textOf(fallback?.['Target']).includes(`<${id}>`));
    expect(textOf(integration?.properties['IntegrationUri'])).toContain('referenceFunction');
  });
});

describe('authorisers', () => {
  it('take tokens of their own pool and its clients only', () => {
    const people = authorizers.get('people')?.properties;
    expect(textOf(at(people, 'JwtConfiguration', 'Issuer'))).toMatch(/applicantsPool\w+ProviderURL/);
    expect(listAt(people, 'JwtConfiguration', 'Audience').map(textOf)).toEqual([
      expect.stringContaining('applicantsPoolPortal'),
      ...Array.from({ length: 24 }, () => expect.stringContaining('applicantsPoolmachine')),
    ]);
    const staff = authorizers.get('staff')?.properties;
    expect(textOf(at(staff, 'JwtConfiguration', 'Issuer'))).toMatch(/staffPool\w+ProviderURL/);
    expect(listAt(staff, 'JwtConfiguration', 'Audience').map(textOf)).toEqual([
      expect.stringContaining('staffPoolOffice'),
    ]);
    expect(authorizers.size).toBe(2);
  });
});

describe('integrations', () => {
  it('are one a function, in payload format 2.0', () => {
    expect(integrations).toHaveLength(functionNames.length);
    for (const { properties } of integrations) {
      expect(properties).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });
    }
  });

  it('may invoke their function from this API, the fallback too', () => {
    const sources = ofType(resources, 'AWS::Lambda::Permission')
      .filter(({ area }) => area === 'Api')
      .map(({ properties }) => textOf(properties['SourceArn']).replace(/^.*<Api\w+>/, ''));
    expect(sources.filter((source) => source === '/*/*/*')).toHaveLength(functionNames.length);
    expect(sources.filter((source) => source === '/*/$default')).toHaveLength(1);
    expect(sources).toHaveLength(functionNames.length + 1);
  });
});

describe('the stage', () => {
  const stage = ofType(resources, 'AWS::ApiGatewayV2::Stage')[0]?.properties;

  it('deploys by itself, throttles and logs each request as a line of JSON', () => {
    expect(stage).toMatchObject({ StageName: '$default', AutoDeploy: true });
    expect(stage?.['DefaultRouteSettings']).toEqual({ ThrottlingRateLimit: 200, ThrottlingBurstLimit: 400 });
    const format: unknown = JSON.parse(String(at(stage, 'AccessLogSettings', 'Format')));
    expect(format).toMatchObject({ requestId: '$context.requestId', routeKey: '$context.routeKey' });
  });

  it('logs neither paths nor queries nor tokens, which say who looks for what', () => {
    const format = String(at(stage, 'AccessLogSettings', 'Format'));
    expect(format).not.toMatch(/context\.path|querystring|identity\.user|claims|authorizer\.principalId/i);
  });
});
