/** What a reader should know: a link that couldn't be taken as it is, a backend that isn't there, a failure and its way out. */
import type { Locale } from '#src/i18n.ts';
import type { Params } from '#src/lab/params.ts';
import { problemInWords } from '#src/lab/settings.ts';
import { labStrings } from '#src/lab/strings.ts';
import type { Lab } from '#src/lab/use-experiment.ts';

interface NoticesProps<P extends Params, Frame, Summary> {
  readonly lab: Lab<P, Frame, Summary>;
  readonly locale: Locale;
  /** The choice that needs no trained net, where there is one. */
  readonly withoutNet?: string | undefined;
}

export function Notices<P extends Params, Frame, Summary>({
  lab,
  locale,
  withoutNet,
}: NoticesProps<P, Frame, Summary>) {
  const words = labStrings[locale];
  const { engine, failure } = lab;
  const fromAddress = [
    ...lab.problems.map((problem) => problemInWords(lab.params, problem, locale)),
    ...(lab.unknownBackend === undefined ? [] : [words.forcedUnknown(lab.unknownBackend)]),
  ];
  const forced = engine?.forced;
  const fromEngine = engine
    ? [
        ...engine.lost.map(({ backend }) => words.lost(words.backends[backend])),
        ...(forced && forced !== engine.backend
          ? [words.forcedUnavailable(words.backends[forced], words.backends[engine.backend])]
          : []),
      ]
    : [];
  return (
    <div class="notices" role="alert">
      {fromAddress.length > 0 && (
        <div class="notice" data-kind="warning">
          <ul>
            {fromAddress.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
          <button type="button" class="button" onClick={lab.dismissProblems}>
            {words.dismiss}
          </button>
        </div>
      )}
      {fromEngine.length > 0 && (
        <div class="notice" data-kind="warning">
          <ul>
            {fromEngine.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </div>
      )}
      {failure && (
        <div class="notice" data-kind="error">
          <p>{words.errors[failure.code](failure.subject, failure.detail, withoutNet)}</p>
          <button type="button" class="button" data-action="retry" onClick={lab.run}>
            {words.retry}
          </button>
        </div>
      )}
    </div>
  );
}

/** Why the rungs above the backend in use were passed over, for those who want to know. */
export function LadderNotes<P extends Params, Frame, Summary>({
  lab,
  locale,
}: NoticesProps<P, Frame, Summary>) {
  const words = labStrings[locale];
  const { engine } = lab;
  return (
    <div class="ladder">
      {engine && engine.notes.length > 0 && (
        <details>
          <summary>{words.whyBackend(words.backends[engine.backend])}</summary>
          <ul>
            {engine.notes.map(({ backend, reason, detail }) => (
              <li key={backend}>{words.ladder[reason](words.backends[backend], detail)}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
