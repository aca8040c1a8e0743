import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { OperationRow } from '../shared/contracts/operation.ts';
import type { Settings } from './settings.ts';
import { ApiStack } from './stacks/api.ts';
import { CertificatesStack } from './stacks/certificates.ts';
import { DocumentsStack } from './stacks/documents.ts';
import { ExaminersStack } from './stacks/examiners.ts';
import { FilingsStack } from './stacks/filings.ts';
import { JournalStack } from './stacks/journal.ts';
import { MachinesStack } from './stacks/machines.ts';
import { NoticesStack } from './stacks/notices.ts';
import { PartiesStack } from './stacks/parties.ts';
import { ReferenceStack } from './stacks/reference.ts';
import { RegistrarStack } from './stacks/registrar.ts';
import { SearchStack } from './stacks/search.ts';
import { StateStack } from './stacks/state.ts';
import { TitlesStack } from './stacks/titles.ts';

/**
 * Puts the register together in one app: state first, then an area each, then the API over all of them.
 * Synthesis fails on any finding of the security checks that is not acknowledged, with its reason, in place.
 */
export function compose(app: App, settings: Settings, operations: readonly OperationRow[]): void {
  const state = new StateStack(app, settings);
  const { registrar, imports } = new RegistrarStack(app, settings, state);
  const { filings } = new FilingsStack(app, settings, state);
  const { titles } = new TitlesStack(app, settings, state);
  const { parties } = new PartiesStack(app, settings, state);
  const { machines } = new MachinesStack(app, settings, state);
  const { reference } = new ReferenceStack(app, settings, state);
  const { certificates } = new CertificatesStack(app, settings, state);
  const { examiners } = new ExaminersStack(app, settings, state);
  const { documents } = new DocumentsStack(app, settings, state);
  const { notices } = new NoticesStack(app, settings, state);
  const { search } = new SearchStack(app, settings, state);
  const { journal } = new JournalStack(app, settings, state);
  const functions = {
    ...{ registrar, imports, filings, titles, parties, reference, certificates, examiners },
    ...{ notices, search, machines, documents, journal },
  };
  new ApiStack(app, settings, { state, functions, operations });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
}
