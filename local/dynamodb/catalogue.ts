/** A table as the proxy must know it: its ARN in the cloud and its keys. */
export interface ProxyTable {
  readonly name: string;
  readonly arn: string;
  /** Key attribute names: partition key, then sort key if any. */
  readonly keys: readonly string[];
  /** Key attribute names of each index; lets a Query on an index name its leading key exactly. */
  readonly indexes?: Readonly<Record<string, readonly string[]>>;
}

/** Finds tables by what a request says. */
export interface Catalogue {
  /** The table named in a request, by name or by ARN; one that is unknown gets an ARN beside the others' and no keys. */
  table(nameOrArn: string): ProxyTable;
  /** The template's ARN of a stream that a request names by the engine's own. */
  stream(streamArn: string): string;
}

const plainPrefix = 'arn:aws:dynamodb:us-east-1:000000000000:table/';

export function catalogueOf(tables: readonly ProxyTable[]): Catalogue {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const first = tables[0]?.arn;
  const prefix = first?.includes(':table/') ? first.slice(0, first.indexOf(':table/') + 7) : plainPrefix;
  const table = (nameOrArn: string): ProxyTable => {
    const name = /^arn:[^:]*:dynamodb:[^:]*:[^:]*:table\/([^/]+)$/.exec(nameOrArn)?.[1] ?? nameOrArn;
    return byName.get(name) ?? { name, arn: `${prefix}${name}`, keys: [] };
  };
  return {
    table,
    stream(streamArn) {
      // Policies name a stream as the template does, which cannot know the time that the engine puts into the ARN.
      const named = /:table\/([^/]+)\/stream\/.+$/.exec(streamArn)?.[1];
      return named === undefined ? streamArn : `${table(named).arn}/stream/latest`;
    },
  };
}
