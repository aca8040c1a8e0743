import { formatPatentNumber } from '../../shared/kernel/patent-number.ts';
import { handIn, type Paper, paperOf } from '../papers/hand-in.ts';
import { xlsx } from '../papers/office.ts';
import { pdf } from '../papers/pdf.ts';
import type { DemoPledge } from './form.ts';
import type { Scene } from './scene.ts';
import { expect } from './steps.ts';

/** The papers of the demonstration: the contract, and the list of the patents as a workbook (A2.1, A2.3). */
export async function demoPapers({ titles }: Pick<DemoPledge, 'titles'>): Promise<Paper[]> {
  const numbers = titles.map((one) => formatPatentNumber(one.patentNumber));
  const words = ['Demonstration, no legal effect.', ...numbers.map((number) => `Patent ZL ${number}`)];
  const contract = await pdf('Pledge contract', words);
  const list = xlsx([
    ['专利号', '名称'],
    ...titles.map((one) => [formatPatentNumber(one.patentNumber), one.particulars.name]),
  ]);
  return [
    paperOf('pledgeContract', '演示质押合同.pdf', 'pdf', contract),
    paperOf('patentList', '演示专利清单.xlsx', 'xlsx', list),
  ];
}

/** Uploads the papers and waits for the scan: every one must be in order. */
export async function upload(
  scene: Scene,
  filing: Parameters<typeof handIn>[1],
  papers: readonly Paper[],
): Promise<void> {
  const { people, steps } = scene;
  await steps.step(
    { zh: '上传文件，核对并查毒', en: 'Upload the documents: checked and scanned' },
    async (say) => {
      const items = await handIn(people.as('owner'), filing, papers);
      for (const one of items) {
        expect(one.status === 'clean', `${one.name} is in order, not ${one.status} ${one.reason?.en ?? ''}`);
        say(`${one.name}  ${one.bytes} 字节 bytes  sha256:${one.sha256.slice(0, 16)}…`);
      }
    },
  );
}
