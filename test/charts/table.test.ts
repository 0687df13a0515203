/** Numbers in the tables inside figures. */
import { expect, it } from 'vitest';
import { tableNumber } from '#src/charts/DataTable.tsx';

it.each([
  [0.2134, '0.213', '0.213'],
  [999, '999', '999'],
  [6159, '6,159', '6159'],
  [-6159, '−6,159', '−6159'],
  [1234.5, '1,235', '1235'],
  [9999.7, '10,000', '10000'],
  [12_345.6, '1.23·10⁴', '1.23·10⁴'],
  [3e6, '3.00·10⁶', '3.00·10⁶'],
  [Number.NaN, '–', '–'],
  [Number.POSITIVE_INFINITY, '∞', '∞'],
])('%f has its thousands in groups in English', (value, en, zh) => {
  expect(tableNumber(value, 'en')).toBe(en);
  expect(tableNumber(value, 'zh-cn')).toBe(zh);
});
