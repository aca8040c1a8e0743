import type { LocalCloud } from './cloud.ts';
import { demoAccounts, demoMachines, demoPassword } from './demo-accounts.ts';

/** What is printed once all runs: the addresses, and who can sign in. */
export function welcome(cloud: LocalCloud): string {
  const accounts = [...demoAccounts, ...demoMachines];
  const width = Math.max(...accounts.map(({ name }) => name.length));
  const rows = accounts.map(({ name, label }) => `  ${name.padEnd(width)}  ${label.en} ${label.zh}`);
  return `
IP Register runs on this machine 知识产权登记系统已在本机运行
DEMONSTRATION - NOT A LEGAL RECORD 演示数据，不具法律效力

  API 接口             ${cloud.url}/v1
  Documentation 文档   ${cloud.url}/docs
  OpenAPI              ${cloud.url}/v1/openapi.json
  Mailbox 邮箱         ${cloud.url}/mailbox
  Data and logs 数据   ${cloud.folder}

Demo accounts 演示账户 (password 密码: ${demoPassword})
${rows.join('\n')}

  npm run --silent token -- owner   an access token for curl 获取访问令牌
  npm run demo                      the main job with no hands 演示全流程
  npm start -- --fresh              begin anew 清空数据重新开始
  Ctrl-C                            stop 停止
`;
}
