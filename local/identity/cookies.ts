type Cookie = { readonly name: string; readonly value: string; readonly path: string };

/** As much of a browser's cookie jar as signing in needs: one origin, paths, replacement and removal. */
export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();

  /** Keeps what a `Set-Cookie` header says; an expiry in the past removes. */
  keep(url: URL, headers: readonly string[]): void {
    for (const header of headers) {
      const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
      const at = pair.indexOf('=');
      const name = pair.slice(0, at);
      const attribute = (key: string) =>
        attributes.find((each) => each.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
      const path = attribute('path') ?? url.pathname.replace(/\/[^/]*$/, '');
      const expires = attribute('expires');
      const key = `${name};${path}`;
      if (expires !== undefined && Date.parse(expires) <= Date.now()) this.#cookies.delete(key);
      else this.#cookies.set(key, { name, value: pair.slice(at + 1), path });
    }
  }

  /** The `Cookie` header for an address. */
  header({ pathname }: URL): string {
    return [...this.#cookies.values()]
      .filter(({ path }) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
  }
}
