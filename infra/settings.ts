import type { App } from 'aws-cdk-lib';
import { type Environment, environmentNamed, environmentNames } from './environments.ts';

/** Whose tokens a door takes: an OpenID issuer, and the clients to whom it gave them. */
export type Trust = { readonly issuer: string; readonly audiences: readonly string[] };

/** An environment's row together with what the operator says on the command line (`-c name=value`). */
export type Settings = Environment & {
  /** Starts both sign-in domains; it must be unique in the region. Without it the account's number makes it so. */
  readonly domainPrefix?: string;
  readonly alarmEmail?: string;
  /** Another OpenID issuer whose tokens applicants come with, instead of the pool's, and its audiences. */
  readonly applicantsTrust?: Trust;
};

export type SettingsRefused = { readonly refused: string };

const prefixRule = /^[a-z0-9](?:[a-z0-9-]{0,45}[a-z0-9])?$/;
const reservedInPrefix = /aws|amazon|cognito/;
/** It stands in the template, in a policy and in each mail, so it is written in one way only. */
const senderRule = /^[a-z0-9._-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}$/;
/** It stands in every checkpoint and key name, so it is written in one way only, and never as the seal's key is called. */
const originRule = /^(?!.*\/seal$)(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}(?:\/[a-z0-9._-]{1,64}){0,4}$/;
const emailRule = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/**
 * Reads `environment` (default `dev`), `portalUrl`, `publicOrigin`, `mailFrom`, `journalOrigin`, `domainPrefix`, `alarmEmail`,
 * `applicantsIssuer` and `applicantsAudiences` from the context. A value that cannot be used is refused with one line
 * that says what to write instead.
 */
export function readSettings(app: App): Settings | SettingsRefused {
  const name = text(app, 'environment') ?? 'dev';
  const known = environmentNames.find((candidate) => candidate === name);
  if (known === undefined) {
    return { refused: `unknown environment "${name}": write -c environment=${environmentNames.join('|')}` };
  }
  const portalUrl = text(app, 'portalUrl')?.replace(/\/+$/, '');
  if (portalUrl !== undefined && !isPortalAddress(portalUrl)) {
    return { refused: `portalUrl "${portalUrl}" must be https:// without a path, or http://localhost` };
  }
  const publicOrigin = text(app, 'publicOrigin')?.replace(/\/+$/, '');
  if (publicOrigin !== undefined && !isPublicOrigin(publicOrigin)) {
    return { refused: `publicOrigin "${publicOrigin}" must be https:// and a host, without a path` };
  }
  const journalOrigin = text(app, 'journalOrigin');
  if (journalOrigin !== undefined && !originRule.test(journalOrigin)) {
    return {
      refused: `journalOrigin "${journalOrigin}" must be a host and perhaps a path, as register.example/journal`,
    };
  }
  const domainPrefix = text(app, 'domainPrefix');
  if (domainPrefix !== undefined && (!prefixRule.test(domainPrefix) || reservedInPrefix.test(domainPrefix))) {
    return {
      refused: `domainPrefix "${domainPrefix}" must be 1-47 of a-z, 0-9 and inner hyphens, without aws, amazon or cognito`,
    };
  }
  const alarmEmail = text(app, 'alarmEmail');
  if (alarmEmail !== undefined && !emailRule.test(alarmEmail)) {
    return { refused: `alarmEmail "${alarmEmail}" is not an e-mail address` };
  }
  const mailFrom = text(app, 'mailFrom')?.toLowerCase();
  if (mailFrom !== undefined && !senderRule.test(mailFrom)) {
    return { refused: `mailFrom "${mailFrom}" must be a plain address as notices@register.example` };
  }
  const applicantsTrust = readTrust(app);
  if (applicantsTrust !== undefined && 'refused' in applicantsTrust) return applicantsTrust;
  return {
    ...environmentNamed(known),
    ...(portalUrl === undefined ? {} : { portalUrl }),
    ...(publicOrigin === undefined ? {} : { publicOrigin }),
    ...(journalOrigin === undefined ? {} : { journalOrigin }),
    ...(mailFrom === undefined ? {} : { mailFrom }),
    ...(domainPrefix === undefined ? {} : { domainPrefix }),
    ...(alarmEmail === undefined ? {} : { alarmEmail }),
    ...(applicantsTrust === undefined ? {} : { applicantsTrust }),
  };
}

/** The gateway compares a token's issuer letter by letter and its audiences by a list of at most 50. */
function readTrust(app: App): Trust | SettingsRefused | undefined {
  const issuer = text(app, 'applicantsIssuer');
  const audiences = (text(app, 'applicantsAudiences') ?? '').split(',').map((one) => one.trim());
  const named = audiences.filter((one) => one !== '');
  if (issuer === undefined) {
    return named.length === 0
      ? undefined
      : { refused: 'applicantsAudiences needs applicantsIssuer beside it' };
  }
  if (!isIssuer(issuer)) {
    return {
      refused: `applicantsIssuer "${issuer}" must be https://, as its tokens name it, without ? or #`,
    };
  }
  if (named.length === 0 || named.length > 50) {
    return { refused: 'applicantsAudiences must name 1 to 50 clients of applicantsIssuer, comma separated' };
  }
  return { issuer, audiences: named };
}

/** OpenID Connect Discovery 1.0, section 3: https, host, perhaps port and path, no query and no fragment. */
function isIssuer(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, search, hash } = new URL(address);
  return protocol === 'https:' && username === '' && search === '' && hash === '' && !/[?#\s]/.test(address);
}

function isPortalAddress(address: string): boolean {
  if (!URL.canParse(address)) {
    return false;
  }
  const url = new URL(address);
  const loopback = url.protocol === 'http:' && url.hostname === 'localhost';
  return (url.protocol === 'https:' || loopback) && url.origin === address;
}

/** An address for decades: no port of somebody's machine, no certificate that points at plain HTTP. */
function isPublicOrigin(address: string): boolean {
  return (
    URL.canParse(address) && new URL(address).protocol === 'https:' && new URL(address).origin === address
  );
}

/** An empty value counts as absent, so that a script may pass `-c alarmEmail=$EMAIL` without asking. */
function text(app: App, key: string): string | undefined {
  const value: unknown = app.node.tryGetContext(key);
  return value === undefined || value === null || value === '' ? undefined : String(value);
}
