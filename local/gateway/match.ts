/** What a route key says: `METHOD /path/{param}/{rest+}`, or `$default`. */
export type RouteKey = {
  readonly key: string;
  /** `ANY` stands for every method. */
  readonly method: string;
  readonly segments: readonly Segment[];
};

type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'param'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string };

export type Match<T> = { readonly route: T; readonly params: Readonly<Record<string, string>> };

/** Reads a route key; `$default` has no method and no segments. Undefined when it is not one. */
export function parseRouteKey(key: string): RouteKey | undefined {
  if (key === '$default') return { key, method: '', segments: [] };
  const parts = /^([A-Z]+) \/(.*)$/.exec(key);
  const [, method = '', path = ''] = parts ?? [];
  if (!parts) return undefined;
  const segments = path.split('/').map((text): Segment => {
    const name = /^\{([^{}+]+)(\+?)\}$/.exec(text);
    if (!name?.[1]) return { kind: 'text', text };
    return { kind: name[2] ? 'greedy' : 'param', name: name[1] };
  });
  return { key, method, segments };
}

/**
 * The most specific route for a decoded path: a full match before a greedy one, `$default` last; among full matches
 * fixed text before a parameter, from the left; a named method before ANY. A path that matches with another method
 * only is not 405 but falls through, as in the cloud.
 */
export function matchRoute<T extends RouteKey>(
  routes: readonly T[],
  method: string,
  path: string,
): Match<T> | undefined {
  const segments = path.slice(1).split('/');
  let best: (Match<T> & { readonly rank: string }) | undefined;
  for (const route of routes) {
    if (route.method !== '' && route.method !== 'ANY' && route.method !== method) continue;
    const params = route.method === '' ? {} : paramsOf(route.segments, segments);
    if (!params) continue;
    const rank = rankOf(route);
    if (!best || rank < best.rank) best = { route, params, rank };
  }
  return best && { route: best.route, params: best.params };
}

/** Sorts ascending: each segment's kind, then the method. */
function rankOf(route: RouteKey): string {
  if (route.method === '') return '9';
  const greedy = route.segments.some((segment) => segment.kind === 'greedy') ? '1' : '0';
  const kinds = route.segments
    .map((segment) => ({ text: '0', param: '1', greedy: '2' })[segment.kind])
    .join('');
  return `${greedy}${kinds}${route.method === 'ANY' ? 'b' : 'a'}`;
}

function paramsOf(pattern: readonly Segment[], path: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [index, segment] of pattern.entries()) {
    const text = path[index];
    if (text === undefined) return undefined;
    if (segment.kind === 'greedy') {
      const rest = path.slice(index).join('/');
      if (rest === '') return undefined;
      params[segment.name] = rest;
      return params;
    }
    if (segment.kind === 'text' ? segment.text !== text : text === '') return undefined;
    if (segment.kind === 'param') params[segment.name] = text;
  }
  return pattern.length === path.length ? params : undefined;
}
