import { describe, expect, it } from 'vitest';
import { at, listAt, ofType, synthesise, textOf } from './synthesise.ts';

const { resources } = synthesise('prod');
const silent = synthesise('prod', { context: { mailFrom: '' } });
const variablesOf = (found: typeof resources) => {
  const [notices] = ofType(found, 'AWS::Lambda::Function').filter(({ id }) => id.startsWith('notices'));
  return Object(at(notices?.properties, 'Environment', 'Variables'));
};

describe('the mails of the register', () => {
  it('come from one address, of a domain whose mails are signed, over TLS alone', () => {
    expect(variablesOf(resources)).toMatchObject({
      MAIL_FROM: 'notices@register.example',
      PUBLIC_ORIGIN: 'https://register.example',
    });
    const [identity] = ofType(resources, 'AWS::SES::EmailIdentity');
    expect(identity?.properties).toMatchObject({ EmailIdentity: 'register.example' });
    const [set] = ofType(resources, 'AWS::SES::ConfigurationSet');
    expect(set?.properties).toMatchObject({
      DeliveryOptions: { TlsPolicy: 'REQUIRE' },
      SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
    });
  });

  it('are sent by the notices alone, from that address, through that identity and set', () => {
    const statements = ofType(resources, 'AWS::IAM::Policy').flatMap(({ id, properties }) =>
      listAt(properties, 'PolicyDocument', 'Statement')
        .filter((statement) => JSON.stringify(at(statement, 'Action')).includes('ses:'))
        .map((statement) => ({ id, statement })),
    );
    expect(statements).toHaveLength(1);
    const [{ id, statement } = { id: '', statement: {} }] = statements;
    expect(id).toMatch(/^noticesRole/);
    expect(at(statement, 'Action')).toEqual(['ses:SendEmail', 'ses:SendRawEmail']);
    const named = listAt(statement, 'Resource').map(textOf);
    expect(named).toEqual([
      expect.stringMatching(/:configuration-set\/<mailSet\w+>$/),
      expect.stringMatching(/:identity\/register\.example$/),
    ]);
    expect(at(statement, 'Condition')).toEqual({
      StringEquals: { 'ses:FromAddress': 'notices@register.example' },
    });
  });

  it('that come back are told to the function by a rule for that set', () => {
    const [rule] = ofType(resources, 'AWS::Events::Rule').filter(({ properties }) =>
      JSON.stringify(properties).includes('aws.ses'),
    );
    expect(at(rule?.properties, 'EventPattern', 'detail', 'eventType')).toEqual(['Bounce', 'Complaint']);
    expect(textOf(at(rule?.properties, 'Targets', 0, 'Arn'))).toMatch(/^<noticesFunction/);
    const [events] = ofType(resources, 'AWS::SES::ConfigurationSetEventDestination');
    expect(at(events?.properties, 'EventDestination', 'MatchingEventTypes')).toEqual(['bounce', 'complaint']);
  });

  it('are not sent at all without a sender, or without an address that their links could lead to', () => {
    for (const context of [{ mailFrom: '' }, { publicOrigin: '' }]) {
      const found = synthesise('prod', { context }).resources;
      expect(variablesOf(found)).toMatchObject({ MAIL_FROM: '' });
      expect(found.filter(({ type }) => type.startsWith('AWS::SES::'))).toEqual([]);
    }
    expect(JSON.stringify(silent.resources)).not.toContain('ses:Send');
  });
});
