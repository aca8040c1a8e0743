// Plain JavaScript on purpose: an older Node cannot even read the TypeScript files that would complain.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `Node 24 is needed and this is ${process.version}. On x64 Linux \`npm ci\` brings it along; elsewhere install Node 24 and try again.\n` +
      `需要 Node 24，当前为 ${process.version}。x64 Linux 上 npm ci 会自带；其他系统请先安装 Node 24。\n`,
  );
  process.exit(1);
}
