import * as z from 'zod';
import { invokableBy } from '../lambda/permission.ts';
import { Refusal } from '../refusal.ts';
import { place } from '../template/names.ts';
import type { ResolvedResource, Resolver } from '../template/resolve.ts';
import type { JwtAuthoriser } from './authorise.ts';
import type { Cors } from './cors.ts';
import { parseRouteKey, type RouteKey } from './match.ts';

/** One route of the template with all that serving it needs. */
export type Route = RouteKey & {
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly authoriser: JwtAuthoriser | undefined;
  readonly scopes: readonly string[];
  /** Without a permission the gateway cannot invoke the function, and answers 500. */
  readonly permitted: boolean;
};

export type GatewayModel = {
  readonly apiId: string;
  readonly routes: readonly Route[];
  readonly cors: Cors | undefined;
  readonly throttle: { readonly rate: number; readonly burst: number } | undefined;
};

const list = z.array(z.string()).default([]);

const apiSchema = z.looseObject({
  ProtocolType: z.string().optional(),
  CorsConfiguration: z
    .looseObject({
      AllowOrigins: list,
      AllowMethods: list,
      AllowHeaders: list,
      ExposeHeaders: list,
      AllowCredentials: z.boolean().default(false),
      MaxAge: z.number().optional(),
    })
    .optional(),
});

const routeSchema = z.looseObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.string().default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: list,
});

const integrationSchema = z.looseObject({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z.number().default(30_000),
});

const authoriserSchema = z.looseObject({
  AuthorizerType: z.literal('JWT'),
  IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
  JwtConfiguration: z.looseObject({ Issuer: z.string(), Audience: z.array(z.string()) }),
});

const stageSchema = z.looseObject({
  StageName: z.literal('$default'),
  DefaultRouteSettings: z
    .looseObject({ ThrottlingRateLimit: z.number().optional(), ThrottlingBurstLimit: z.number().optional() })
    .optional(),
});

/** Reads the HTTP API out of the template: exactly one is expected. Refuses what the gateway cannot do. */
export function readGateway(resolver: Resolver): GatewayModel {
  const [api, ...others] = resolver.ofType('AWS::ApiGatewayV2::Api');
  if (!api || others.length > 0)
    throw new Refusal(`The template has ${api ? others.length + 1 : 0} HTTP APIs: one is expected.`);
  const { CorsConfiguration: cors } = parse(api, apiSchema);
  const [stage] = resolver.ofType('AWS::ApiGatewayV2::Stage');
  if (!stage) throw new Refusal('The template has no stage: the HTTP API would answer nothing.');
  const settings = parse(stage, stageSchema).DefaultRouteSettings;
  return {
    apiId: api.name,
    routes: readRoutes(resolver),
    cors: cors && {
      allowOrigins: cors.AllowOrigins,
      allowMethods: cors.AllowMethods,
      allowHeaders: cors.AllowHeaders,
      exposeHeaders: cors.ExposeHeaders,
      allowCredentials: cors.AllowCredentials,
      maxAge: cors.MaxAge,
    },
    throttle:
      settings?.ThrottlingRateLimit && settings.ThrottlingBurstLimit
        ? { rate: settings.ThrottlingRateLimit, burst: settings.ThrottlingBurstLimit }
        : undefined,
  };
}

function readRoutes(resolver: Resolver): Route[] {
  const integrations = byName(resolver.ofType('AWS::ApiGatewayV2::Integration'), integrationSchema);
  const authorisers = byName(resolver.ofType('AWS::ApiGatewayV2::Authorizer'), authoriserSchema);
  const permits = invokableBy(resolver, 'apigateway.amazonaws.com');
  return resolver.ofType('AWS::ApiGatewayV2::Route').map((resource) => {
    const route = parse(resource, routeSchema);
    const key = parseRouteKey(route.RouteKey);
    const integration = integrations.get(route.Target.replace(/^integrations\//, ''));
    const authoriser = route.AuthorizerId === undefined ? undefined : authorisers.get(route.AuthorizerId);
    if (!key || !integration)
      throw new Refusal(`Route ${route.RouteKey} leads nowhere that the local cloud can go.`);
    if (
      (route.AuthorizationType === 'JWT') !== (authoriser !== undefined) ||
      !['JWT', 'NONE'].includes(route.AuthorizationType)
    )
      throw new Refusal(
        `Route ${route.RouteKey} is authorised by ${route.AuthorizationType}, which the local cloud cannot do.`,
      );
    const functionArn = functionArnOf(integration.IntegrationUri);
    return {
      ...key,
      functionArn,
      timeoutMs: integration.TimeoutInMillis,
      authoriser: authoriser && {
        issuer: authoriser.JwtConfiguration.Issuer,
        audience: authoriser.JwtConfiguration.Audience,
      },
      scopes: route.AuthorizationScopes,
      permitted: permits(functionArn, sourceArnOf(route.ApiId, key)),
    };
  });
}

/** The address by which a permission names a request: stage, method and path with `*` for parameters. */
function sourceArnOf(apiId: string, key: RouteKey): string {
  const path = key.method === '' ? '$default' : `${key.method}${pathPattern(key)}`;
  return `arn:${place.partition}:execute-api:${place.region}:${place.account}:${apiId}/$default/${path}`;
}

function pathPattern(key: RouteKey): string {
  return key.segments.map((segment) => `/${segment.kind === 'text' ? segment.text : '*'}`).join('');
}

/** An integration names a function by its Arn, or by the address at which Lambda would be asked to run it. */
function functionArnOf(uri: string): string {
  return /functions\/(arn:.+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

function byName<T extends z.ZodType>(
  resources: readonly ResolvedResource[],
  schema: T,
): Map<string, z.output<T>> {
  return new Map(resources.map((resource) => [resource.name, parse(resource, schema)]));
}

function parse<T extends z.ZodType>(resource: ResolvedResource, schema: T): z.output<T> {
  const parsed = schema.safeParse(resource.properties);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Refusal(
    `${resource.type} ${resource.logicalId} in ${resource.stack} is not of a kind that the local cloud runs: ` +
      `${issue?.path.join('.')} ${issue?.message}.`,
  );
}
