/** Recorded runs as JSON text and back: numbers to six digits, NaN as null, bytes as base64. */
import type { RunRecord } from './contract.ts';

const BYTES_KEY = '$int8';
const DIGITS = 6;

/** JSON text of a record. */
export function encodeRecord(record: unknown): string {
  return JSON.stringify(record, (_key, value: unknown) => {
    if (value instanceof Int8Array) return { [BYTES_KEY]: toBase64(value) };
    if (typeof value === 'number' && Number.isFinite(value) && !Number.isInteger(value)) {
      return Number(value.toPrecision(DIGITS));
    }
    return value;
  });
}

/** What `encodeRecord` wrote of one run; null is NaN again. */
export function decodeRecord<Config, Frame, Summary>(text: string): RunRecord<Config, Frame, Summary> {
  return JSON.parse(text, reviveValue);
}

/** What `encodeRecord` wrote of runs by name, in their order. */
export function decodeRecords<Config, Frame, Summary>(
  text: string,
): readonly RunRecord<Config, Frame, Summary>[] {
  const records: Readonly<Record<string, RunRecord<Config, Frame, Summary>>> = JSON.parse(text, reviveValue);
  return Object.values(records);
}

/** For `JSON.parse`: the values of a record as they were before they became JSON. */
export function reviveValue(_key: string, value: unknown): unknown {
  if (value === null) return Number.NaN;
  if (typeof value === 'object' && BYTES_KEY in value) return fromBase64(String(value[BYTES_KEY]));
  return value;
}

function toBase64(bytes: Int8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte & 0xff);
  return btoa(binary);
}

function fromBase64(text: string): Int8Array {
  return Int8Array.from(atob(text), (c) => (c.charCodeAt(0) << 24) >> 24);
}
