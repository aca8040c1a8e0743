import { describe, expect, it } from 'vitest';
import { matchRoute, parseRouteKey, type RouteKey } from '../../../local/gateway/match.ts';

const routes = [
  'GET /pets/dog/1',
  'GET /pets/dog/{id}',
  'GET /pets/{kind}/{id}',
  'GET /pets/{proxy+}',
  'ANY /pets/{kind}',
  'POST /pets/{kind}',
  'ANY /{proxy+}',
  'GET /',
  '$default',
].map((key) => parseRouteKey(key)) as RouteKey[];

describe('the most specific route is taken', () => {
  it.each([
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/1', 'GET /pets/{kind}/{id}', { kind: 'cat', id: '1' }],
    ['GET', '/pets/cat/1/2', 'GET /pets/{proxy+}', { proxy: 'cat/1/2' }],
    ['POST', '/pets/dog/1', 'ANY /{proxy+}', { proxy: 'pets/dog/1' }],
    ['POST', '/pets/dog', 'POST /pets/{kind}', { kind: 'dog' }],
    ['PUT', '/pets/dog', 'ANY /pets/{kind}', { kind: 'dog' }],
    ['GET', '/', 'GET /', {}],
    ['POST', '/', '$default', {}],
    ['GET', '/Pets/dog/1', 'ANY /{proxy+}', { proxy: 'Pets/dog/1' }],
    ['GET', '/pets/dog/', 'GET /pets/{proxy+}', { proxy: 'dog/' }],
  ])('%s %s is %s', (method, path, key, params) => {
    const match = matchRoute(routes, method, path);
    expect(match?.route.key).toBe(key);
    expect(match?.params).toEqual(params);
  });

  it('of none there is none', () => {
    expect(matchRoute(routes.slice(0, 2), 'GET', '/elsewhere')).toBeUndefined();
  });

  it.each(['', 'GET', 'get /x', 'GET x', '/x'])('%j is no route key', (key) => {
    expect(parseRouteKey(key)).toBeUndefined();
  });
});
