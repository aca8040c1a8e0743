import * as z from 'zod';
import type { Resolver } from '../template/resolve.ts';

const permissionSchema = z.looseObject({
  Principal: z.string(),
  FunctionName: z.string(),
  SourceArn: z.string().optional(),
});

/** Whether a service, acting for the resource with this Arn, may invoke a function. */
export type Permits = (functionArn: string, sourceArn: string) => boolean;

/** What the template's `AWS::Lambda::Permission`s allow to one service. */
export function invokableBy(resolver: Resolver, principal: string): Permits {
  const permissions = resolver
    .ofType('AWS::Lambda::Permission')
    .map((resource) => permissionSchema.parse(resource.properties))
    .filter((permission) => permission.Principal === principal);
  return (functionArn, sourceArn) =>
    permissions.some(
      ({ FunctionName, SourceArn }) =>
        (FunctionName === functionArn || functionArn.endsWith(`:function:${FunctionName}`)) &&
        (SourceArn === undefined || wildcard(SourceArn).test(sourceArn)),
    );
}

/** `*` stands for any run of characters and `?` for one, as in every Arn pattern. */
function wildcard(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's');
}
