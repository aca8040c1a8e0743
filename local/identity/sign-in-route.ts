import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type Provider } from 'oidc-provider';
import type { DemoAccount } from '../demo-accounts.ts';
import { readForm } from './form.ts';
import { sendPage } from './page.ts';
import { errorPage, signInPage } from './pages.ts';
import type { PoolSpec } from './pool-spec.ts';

export type SignInRoute = {
  readonly provider: Provider;
  readonly spec: PoolSpec;
  readonly accounts: readonly DemoAccount[];
  /** The origins of the clients' redirect addresses, where the form's answer may lead. */
  readonly formTargets: readonly string[];
};

/** The sign-in under way, known by a cookie that only this address receives; undefined when it is over or another's. */
async function underWay(provider: Provider, req: IncomingMessage, res: ServerResponse, uid: string) {
  try {
    const interaction = await provider.interactionDetails(req, res);
    return interaction.uid === uid && interaction.prompt.name === 'login' ? interaction : undefined;
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined;
    throw error;
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 64) : '');

/**
 * `GET` shows the form, `POST` checks name and password and sends the browser back to the authorisation endpoint.
 * A wrong pair is answered 401 with the form again, in the same words whether or not the account exists.
 */
export async function signInRoute(
  route: SignInRoute,
  req: IncomingMessage,
  res: ServerResponse,
  uid: string,
): Promise<void> {
  const { provider, spec, accounts, formTargets } = route;
  if (req.method !== 'GET' && req.method !== 'POST') {
    res.setHeader('allow', 'GET, POST');
    return sendPage(res, 405, errorPage('method_not_allowed', ''));
  }
  const interaction = await underWay(provider, req, res, uid);
  if (interaction === undefined) return sendPage(res, 400, errorPage('sign_in_expired', ''));
  const clientId = textOf(interaction.params['client_id']);
  const client = spec.clients.find((each) => each.clientId === clientId)?.name ?? clientId;
  const show = (status: number, typed: string, wrong: boolean) =>
    sendPage(res, status, signInPage({ pool: spec.name, client, accounts, typed, wrong }), formTargets);
  if (req.method === 'GET') return show(200, textOf(interaction.params['login_hint']), false);

  const form = await readForm(req);
  if (!form.ok) {
    res.setHeader('connection', 'close');
    return sendPage(res, form.status, errorPage('invalid_request', ''));
  }
  if (form.fields.has('cancel')) {
    const refusal = { error: 'access_denied', error_description: 'sign-in was cancelled' };
    return provider.interactionFinished(req, res, refusal, { mergeWithLastSubmission: false });
  }
  const name = form.fields.get('account') ?? '';
  const account = accounts.find((each) => each.name === name.trim());
  if (account === undefined || account.password !== form.fields.get('password')) {
    return show(401, textOf(name), true);
  }
  const login = { accountId: account.subject };
  return provider.interactionFinished(req, res, { login }, { mergeWithLastSubmission: false });
}
