/** The programs of a figure with the settings of the moment: the TypeScript that runs, and PyTorch that does the same. */
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ScrollFrame } from '#src/charts/ScrollFrame.tsx';
import { experimentWithSettings } from '#src/code/settings.ts';
import { type Sources, sourcesOf } from '#src/code/sources.ts';
import { download } from '#src/export/download.ts';
import { CopyButton } from './CopyButton.tsx';
import { Dialog } from './Dialog.tsx';
import { dialogStrings } from './dialog-strings.ts';
import type { DialogProps } from './TakeAway.tsx';

const languages = ['typescript', 'pytorch'] as const;
type Language = (typeof languages)[number];
const names = { typescript: 'TypeScript', pytorch: 'PyTorch' } as const satisfies Record<Language, string>;
const extensions = { typescript: 'ts', pytorch: 'py' } as const satisfies Record<Language, string>;

export function CodeDialog({ id, locale, params, config, onClose }: DialogProps) {
  const { code: words, takeAway } = dialogStrings[locale];
  const [sources, setSources] = useState<Sources>();
  const [failure, setFailure] = useState<string>();
  const [language, setLanguage] = useState<Language>('typescript');
  const panelId = useId();
  useEffect(() => {
    sourcesOf(id).then(setSources, (error: unknown) =>
      setFailure(words.failed(error instanceof Error ? error.message : String(error))),
    );
  }, [id]);

  const written = (one: Sources) =>
    language === 'typescript'
      ? experimentWithSettings(id, params, config, one.experiment)
      : one.pytorch(config, locale);
  const code = sources && written(sources);
  const name = `${id}-seed-${config.seed}.${extensions[language]}`;
  return (
    <Dialog title={words.heading} closeLabel={takeAway.close} class="code" onClose={onClose}>
      <Tabs language={language} panelId={panelId} onChoose={setLanguage} />
      <div role="tabpanel" id={panelId} aria-labelledby={`${panelId}-${language}`}>
        <p class="dialog-note">{language === 'typescript' ? words.typescriptNote : words.pytorchNote}</p>
        <ScrollFrame class="code-frame" label={`${words.heading} · ${names[language]}`}>
          <pre translate={false} data-failed={failure && ''}>
            <code>{code ?? failure ?? words.loading}</code>
          </pre>
        </ScrollFrame>
        <p class="dialog-buttons">
          <CopyButton key={language} action="copy" text={() => code ?? ''} words={takeAway} />
          <button
            type="button"
            class="button"
            data-action="save"
            disabled={!code}
            onClick={() => download(new Blob([code ?? ''], { type: 'text/plain' }), name)}
          >
            {words.save}
          </button>
        </p>
      </div>
    </Dialog>
  );
}

interface TabsProps {
  readonly language: Language;
  readonly panelId: string;
  readonly onChoose: (language: Language) => void;
}

/** Left and right, Home and End move along them, as https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ has it. */
function Tabs({ language, panelId, onChoose }: TabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const goTo = (next: Language) => {
    onChoose(next);
    list.current?.querySelector<HTMLButtonElement>(`[data-language="${next}"]`)?.focus();
  };
  const [first, last] = languages;
  const turns: Readonly<Record<string, Language>> = {
    ArrowLeft: language === first ? last : first,
    ArrowRight: language === first ? last : first,
    Home: first,
    End: last,
  };
  return (
    <div
      class="code-tabs"
      role="tablist"
      ref={list}
      onKeyDown={(event) => {
        const next = turns[event.key];
        if (!next) return;
        event.preventDefault();
        goTo(next);
      }}
    >
      {languages.map((one) => (
        <button
          key={one}
          type="button"
          class="button"
          role="tab"
          id={`${panelId}-${one}`}
          data-language={one}
          aria-selected={one === language}
          aria-controls={panelId}
          tabIndex={one === language ? 0 : -1}
          onClick={() => onChoose(one)}
        >
          {names[one]}
        </button>
      ))}
    </div>
  );
}
