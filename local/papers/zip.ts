import { crc32, deflateRawSync } from 'node:zlib';

export type Part = { readonly name: string; readonly bytes: Buffer | string };

/** Neither encrypted nor split; names in UTF-8. */
const utf8Flag = 0x0800;
const deflated = 8;
/** 1980-01-01, the first day that the format knows: the same parts give the same bytes. */
const firstDay = 0x0021;

/** An archive of the parts in their order (PKWARE APPNOTE 4.3), as office programs write them. */
export function zip(parts: readonly Part[]): Buffer {
  const written: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of parts) {
    const plain = Buffer.from(bytes);
    const packed = deflateRawSync(plain);
    const header = headerOf(Buffer.from(name), plain, packed);
    const local = Buffer.concat([signature('\x03\x04'), header, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([signature('\x01\x02'), version(), header, place, Buffer.from(name)]));
    written.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...written, listed, signature('\x05\x06'), end]);
}

const signature = (kind: string) => Buffer.from(`PK${kind}`, 'latin1');
const version = () => Buffer.from([20, 0]);

/** What the local header and the directory have in common. */
function headerOf(name: Buffer, plain: Buffer, packed: Buffer): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(utf8Flag, 2);
  header.writeUInt16LE(deflated, 4);
  header.writeUInt16LE(firstDay, 8);
  header.writeUInt32LE(crc32(plain), 10);
  header.writeUInt32LE(packed.length, 14);
  header.writeUInt32LE(plain.length, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
}
