import { describe, expect, it } from 'vitest';
import { environmentNamed, environmentNames } from '../../infra/environments.ts';
import { readSettings } from '../../infra/settings.ts';
import { appFor } from './synthesise.ts';

const read = (context: Readonly<Record<string, string>>) =>
  readSettings(appFor({ portalUrl: '', ...context }));

describe('what the operator says on the command line', () => {
  it('is dev when nothing is said', () => {
    expect(read({})).toMatchObject({ name: 'dev', demonstration: true });
  });

  it('answers an unknown environment with one line that names the known ones', () => {
    expect(read({ environment: 'production' })).toEqual({
      refused: 'unknown environment "production": write -c environment=local|dev|staging|prod',
    });
  });

  it.each(['https://portal.example', 'https://portal.example/', 'http://localhost:5173'])(
    'takes the portal address %s',
    (portalUrl) => {
      expect(read({ portalUrl })).toMatchObject({ portalUrl: portalUrl.replace(/\/$/, '') });
    },
  );

  it.each([
    'http://portal.example',
    'https://portal.example/path',
    'https://portal.example?x=1',
    'https://user:secret@portal.example',
    'javascript:alert(1)',
    'portal.example',
  ])('refuses the portal address %s, which would give away sign-in codes', (portalUrl) => {
    expect(read({ portalUrl })).toHaveProperty('refused');
  });

  it('takes the register’s own address, and has none in staging and prod until it is told', () => {
    const publicOrigin = 'https://register.example';
    expect(read({ publicOrigin: `${publicOrigin}/` })).toMatchObject({ publicOrigin });
    for (const environment of ['staging', 'prod']) {
      expect(read({ environment, publicOrigin: '' })).not.toHaveProperty('publicOrigin');
    }
  });

  it.each([
    'http://register.example',
    'https://register.example/v1',
    'register.example',
    'https://u:p@x.example',
  ])('refuses the address %s for the register, which is printed on certificates', (publicOrigin) => {
    expect(read({ publicOrigin })).toHaveProperty('refused');
  });

  it('refuses a log by the name of a seal’s key, under which no checkpoint is believed', () => {
    expect(read({ journalOrigin: 'register.example/seal' })).toHaveProperty('refused');
    expect(read({ journalOrigin: 'register.example/seals' })).not.toHaveProperty('refused');
  });

  it.each(['Register', 'my-aws-register', 'amazonian', '-x', 'x-', 'x'.repeat(48), 'a_b'])(
    'refuses the domain prefix %s, which the identity provider would refuse during the deployment',
    (domainPrefix) => {
      expect(read({ domainPrefix })).toHaveProperty('refused');
    },
  );

  it('takes the address that mails come from, and has none until it is told, but on one machine', () => {
    expect(read({ mailFrom: 'Notices@Register.example' })).toMatchObject({
      mailFrom: 'notices@register.example',
    });
    for (const environment of ['dev', 'staging', 'prod']) {
      expect(read({ environment, mailFrom: '' })).not.toHaveProperty('mailFrom');
    }
    expect(read({ environment: 'local', mailFrom: '' })).toHaveProperty('mailFrom');
  });

  it.each(['notices', 'a@b', 'A <a@b.co>', 'a@b.co, c@d.co', 'a*@b.co', 'a@b.co\r\nBcc: c@d.co'])(
    'refuses the sender %j, which stands in a policy and in every mail',
    (mailFrom) => {
      expect(read({ mailFrom })).toHaveProperty('refused');
    },
  );

  it('takes an alarm address, refuses what is none, and treats an empty one as absent', () => {
    expect(read({ alarmEmail: 'duty@example.org' })).toMatchObject({ alarmEmail: 'duty@example.org' });
    expect(read({ alarmEmail: 'duty' })).toHaveProperty('refused');
    expect(read({ alarmEmail: '' })).not.toHaveProperty('alarmEmail');
  });
});

describe('another issuer for applicants', () => {
  const audiences = { applicantsAudiences: 'portal' };

  it('is taken with its audiences, letter by letter', () => {
    const applicantsIssuer = 'https://id.example/realms/nation/';
    expect(read({ applicantsIssuer, applicantsAudiences: 'a, b,' })).toMatchObject({
      applicantsTrust: { issuer: applicantsIssuer, audiences: ['a', 'b'] },
    });
    expect(read({ applicantsIssuer: '', applicantsAudiences: '' })).not.toHaveProperty('applicantsTrust');
  });

  it.each([
    'http://id.example',
    'id.example',
    'https://u:p@id.example',
    'https://id.example?x=1',
    'https://id.example/?',
    'https://id.example/#',
    'https://id.example/a b',
  ])('%s is refused: the gateway could not find its keys, or somebody else might', (applicantsIssuer) => {
    expect(read({ applicantsIssuer, ...audiences })).toHaveProperty('refused');
  });

  it('is refused without audiences, as are audiences without it, and more than the gateway takes', () => {
    const applicantsIssuer = 'https://id.example';
    expect(read({ applicantsIssuer })).toHaveProperty('refused');
    expect(read(audiences)).toHaveProperty('refused');
    const applicantsAudiences = Array.from({ length: 51 }, (_, index) => `client-${index}`).join(',');
    expect(read({ applicantsIssuer, applicantsAudiences })).toHaveProperty('refused');
  });
});

describe('the environments', () => {
  it('issue legal records in prod only', () => {
    const demonstrating = environmentNames.filter((name) => environmentNamed(name).demonstration);
    expect(demonstrating).toEqual(['local', 'dev', 'staging']);
  });

  it('register automatically nowhere in prod until the office says so', () => {
    expect(environmentNamed('prod').automaticRegistration).toEqual([]);
    expect(environmentNamed('dev').automaticRegistration).toContain('pledge.registration');
  });

  it('keep state in staging and prod', () => {
    expect(environmentNames.filter((name) => environmentNamed(name).keepState)).toEqual(['staging', 'prod']);
  });
});
