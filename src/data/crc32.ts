const BYTE_VALUES = 256;

/** CRC-32 as in gzip (RFC 1952, section 8); `crypto.subtle` would need https. */
export function crc32(bytes: Uint8Array): number {
  const table = Uint32Array.from({ length: BYTE_VALUES }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}
