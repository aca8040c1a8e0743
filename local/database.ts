import { authoriseBy } from './access/authorise.ts';
import { startEngine } from './dynamodb/engine.ts';
import { startProxy } from './dynamodb/proxy.ts';
import type { ObservedCall, ProxyStats } from './dynamodb/stats.ts';
import { createTables } from './dynamodb/tables.ts';
import type { Roles } from './roles.ts';
import type { Resolver } from './template/resolve.ts';

export type Database = {
  /** Where the functions' clients connect: the proxy, never the engine itself. */
  readonly url: string;
  stats(): ProxyStats;
  /** Resolves with a line should the engine end by itself. */
  readonly ended: Promise<string>;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  readonly resolver: Resolver;
  readonly folder: string;
  readonly roles: Roles;
  readonly onCall?: ((call: ObservedCall) => void) | undefined;
};

/** The engine with the template's tables, and the proxy that makes it as strict as the cloud. */
export async function startDatabase({ resolver, folder, roles, onCall }: DatabaseOptions): Promise<Database> {
  const engine = await startEngine({ folder });
  let closing = false;
  try {
    const resources = resolver.ofType('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable');
    const standing = await createTables(
      engine.url,
      resources.map(({ name, type, properties }) => ({
        name,
        type: type === 'AWS::DynamoDB::Table' ? type : 'AWS::DynamoDB::GlobalTable',
        properties,
      })),
    );
    const arns = new Map(resources.map(({ name, arn }) => [name, arn]));
    const proxy = await startProxy({
      target: engine.url,
      tables: standing.map((table) => ({ ...table, arn: arns.get(table.name) ?? table.name })),
      authorise: authoriseBy(roles.callers),
      ...(onCall && { onCall }),
    });
    return {
      url: proxy.url,
      stats: proxy.stats,
      ended: new Promise((done) => {
        void engine.exited.then((code) => {
          if (!closing) done(`The database engine ended by itself (code ${code ?? 'none'}): start again.`);
        });
      }),
      close: async () => {
        closing = true;
        await proxy.close();
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
