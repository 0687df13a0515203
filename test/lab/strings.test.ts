import { describe, expect, it } from 'vitest';
import { locales } from '#src/i18n.ts';
import { labStrings } from '#src/lab/strings.ts';
import { strings } from '#widgets/fine-tuning/strings.ts';

describe.each(locales)('%s: a trained net that is not to be had', (locale) => {
  const { errors } = labStrings[locale];
  const { withoutNet = '', params } = strings[locale];

  it.each(['model-missing', 'model-damaged'] as const)(
    '%s: the words name what the widget has instead',
    (code) => {
      expect(errors[code]('net.bin', 'HTTP 404', withoutNet)).toContain(withoutNet);
      expect(errors[code]('net.bin', 'HTTP 404')).not.toMatch(/undefined|“/);
      expect(errors[code]('net.bin', 'HTTP 404')).not.toContain(withoutNet);
    },
  );

  it('is a choice of that widget', () => {
    expect(Object.values(params.source.choices)).toContain(withoutNet);
  });
});
