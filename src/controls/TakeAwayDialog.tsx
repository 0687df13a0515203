/** A figure as SVG and PNG, its numbers as CSV and JSON, and the code that shows it in another page. */

import { useRef, useState } from 'preact/hooks';
import { download } from '#src/export/download.ts';
import { embedCode } from '#src/export/embed-code.ts';
import { asPng, figureAsSvg } from '#src/export/figure-svg.ts';
import { type ExportedRun, fileName, runAsCsv, runAsJson } from '#src/export/run-files.ts';
import { defaultConfig } from '#src/lab/params.ts';
import { writeUrlState } from '#src/lab/url-state.ts';
import { CopyButton } from './CopyButton.tsx';
import { Dialog } from './Dialog.tsx';
import { dialogStrings } from './dialog-strings.ts';
import type { DialogProps } from './TakeAway.tsx';

export function TakeAwayDialog(props: DialogProps) {
  const { id, locale, params, strings, onClose } = props;
  const words = dialogStrings[locale].takeAway;
  const end = useRef<HTMLParagraphElement>(null);
  const [failure, setFailure] = useState<string>();
  const keys = Object.keys(params).filter((key) => !params[key]?.display);
  const [shown, setShown] = useState<readonly string[]>(keys);

  const run: ExportedRun = {
    id,
    config: props.summaryConfig,
    backend: props.backend,
    summary: props.summary,
  };
  const figure = () => {
    const widget = end.current?.closest('[data-widget]');
    const parts = widget?.querySelectorAll<HTMLElement>('.widget-figure, .pins, .widget-further:has(figure)');
    if (!parts?.length) throw new Error('no figure');
    return figureAsSvg([...parts], props.title, `${props.caption} ${props.link()}`);
  };
  const save = async (extension: string, make: () => Promise<Blob> | Blob) => {
    setFailure(undefined);
    try {
      download(await make(), fileName(run, extension));
    } catch (error) {
      setFailure(words.failed(error instanceof Error ? error.message : String(error)));
    }
  };
  const text = (content: string, type: string) => new Blob([content], { type });
  const files = {
    svg: async () => text((await figure()).svg, 'image/svg+xml'),
    png: async () => asPng(await figure()),
    csv: () => text(runAsCsv(run), 'text/csv'),
    json: () => text(runAsJson(run), 'application/json'),
  } as const;
  const fileButton = (extension: keyof typeof files) => (
    <button
      type="button"
      class="button"
      data-file={extension}
      onClick={() => save(extension, files[extension])}
    >
      {extension.toUpperCase()}
    </button>
  );

  const code = embedCode({
    address: embedAddress(props),
    title: props.title,
    ...(shown.length < keys.length ? { shown } : {}),
  });
  const toggle = (key: string, on: boolean) =>
    setShown(keys.filter((one) => (one === key ? on : shown.includes(one))));

  return (
    <Dialog title={words.heading} closeLabel={words.close} onClose={onClose}>
      <section>
        <h3>{words.figure}</h3>
        <p class="dialog-buttons">
          {fileButton('svg')}
          {fileButton('png')}
        </p>
      </section>
      <section>
        <h3>{words.numbers}</h3>
        <p class="dialog-buttons">
          {fileButton('csv')}
          {fileButton('json')}
        </p>
        <p class="dialog-note">{words.numbersNote}</p>
      </section>
      <section>
        <h3>{words.embed}</h3>
        <p class="dialog-note">{words.embedNote}</p>
        <fieldset class="take-away-controls">
          <legend>{words.controlsShown}</legend>
          {keys.map((key) => (
            <label key={key}>
              <input
                type="checkbox"
                data-shows={key}
                checked={shown.includes(key)}
                onChange={(event) => toggle(key, event.currentTarget.checked)}
              />
              {strings[key]?.label ?? key}
            </label>
          ))}
        </fieldset>
        <textarea readOnly rows={8} aria-label={words.code} value={code} spellcheck={false} />
        <CopyButton action="copy" text={() => code} words={words} />
      </section>
      <p class="dialog-note" role="status" ref={end}>
        {failure}
      </p>
    </Dialog>
  );
}

/** Of the page that shows this figure alone, with the settings of this moment. */
function embedAddress({ id, locale, params, config }: DialogProps): string {
  const url = new URL(`${import.meta.env.BASE_URL}${locale}/embed/${id}/`, location.origin);
  url.search = writeUrlState('', id, params, defaultConfig(params), config);
  return url.href;
}
