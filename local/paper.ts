import { pdf } from './papers/pdf.ts';

/** `node local/paper.ts "Pledge contract" > contract.pdf`: a PDF of one page, to try an upload with. */
process.stdout.write(await pdf(process.argv[2] ?? 'Document', process.argv.slice(3)));
