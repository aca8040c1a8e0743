import { CookieJar } from '../../../local/identity/cookies.ts';

export type Page = {
  readonly url: URL;
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
};

/** A browser without scripts: keeps cookies and follows redirects until one leaves the origin it started at. */
export class Browser {
  readonly #jar = new CookieJar();

  async visit(start: string | URL, form?: Readonly<Record<string, string>>): Promise<Page> {
    let url = new URL(start);
    const { origin } = url;
    let body = form && new URLSearchParams(form);
    for (;;) {
      const answer = await fetch(url, {
        method: body === undefined ? 'GET' : 'POST',
        redirect: 'manual',
        headers: { cookie: this.#jar.header(url), accept: 'text/html' },
        ...(body === undefined ? {} : { body }),
      });
      this.#jar.keep(url, answer.headers.getSetCookie());
      const text = await answer.text();
      const location = answer.headers.get('location');
      if (location !== null) url = new URL(location, url);
      if (location === null || url.origin !== origin)
        return { url, status: answer.status, text, headers: answer.headers };
      body = undefined;
    }
  }
}

/** The address of an authorisation request. */
export function authorizeUrl(issuer: string, params: Readonly<Record<string, string>>): URL {
  return new URL(`${issuer}/oauth2/authorize?${new URLSearchParams(params)}`);
}
