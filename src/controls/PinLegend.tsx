/** The runs that are pinned, beneath the run bar: each one's letter and line, what tells it apart, and a way to let it go. */
import { pinRoles } from '#src/charts/pins.ts';
import type { Locale } from '#src/i18n.ts';
import { type KeptStrings, keptStrings } from '#src/lab/kept-strings.ts';
import type { Params } from '#src/lab/params.ts';
import { type PinnedRun, pinLetters } from '#src/lab/pins.ts';
import { differingKeys, settingsLine } from '#src/lab/settings.ts';
import type { Lab } from '#src/lab/use-experiment.ts';
import type { ParamStrings } from '#src/lab/widget-strings.ts';

export interface KeptRunsProps<P extends Params, Frame, Summary> {
  readonly lab: Lab<P, Frame, Summary>;
  readonly locale: Locale;
  /** Names of the parameters. */
  readonly labels: Readonly<Record<string, ParamStrings>>;
}

export function PinLegend<P extends Params, Frame, Summary>({
  lab,
  locale,
  labels,
}: KeptRunsProps<P, Frame, Summary>) {
  const { pins, params } = lab;
  if (pins.length === 0) return null;
  const words = keptStrings[locale];
  const keys = differingKeys(params, [...pins.map(({ config }) => config), lab.shownConfig]);
  return (
    <div class="pins">
      <ul aria-label={words.pins}>
        {pins.map((pin) => {
          const told = settingsLine(params, labels, keys, pin.config, locale) || words.same;
          return (
            <li key={pin.letter} data-pin={pin.letter}>
              <span class="pin-name">
                <PinLine letter={pin.letter} />
                <b>{pin.letter}</b>
              </span>
              <span class="pin-told">
                {told}
                {remarks(pin, words)}
              </span>
              <span class="pin-buttons">
                <button
                  type="button"
                  class="button"
                  data-action="recall"
                  aria-label={words.showAgainOf(pin.letter)}
                  onClick={() => lab.recall(pin)}
                >
                  {words.showAgain}
                </button>
                <button
                  type="button"
                  class="button"
                  data-action="unpin"
                  aria-label={words.letGoOf(pin.letter)}
                  onClick={({ currentTarget }) => {
                    // the button goes with its run: the hand goes on where runs are pinned
                    const widget = currentTarget.closest('[data-widget]');
                    widget?.querySelector<HTMLElement>('[data-action="pin"]')?.focus();
                    lab.unpin(pin.letter);
                  }}
                >
                  {words.letGo}
                </button>
              </span>
            </li>
          );
        })}
      </ul>
      {pins.length === pinLetters.length && <p class="pins-full">{words.full}</p>}
    </div>
  );
}

function remarks(
  { summary, altered }: PinnedRun<unknown, unknown, unknown>,
  words: Pick<KeptStrings, 'unfinished' | 'altered'>,
): string {
  return [...(summary ? [] : [words.unfinished]), ...(altered ? [words.altered] : [])]
    .map((remark) => ` · ${remark}`)
    .join('');
}

/** A sample of the line that a letter stands for. */
function PinLine({ letter }: Pick<PinnedRun<unknown, unknown, unknown>, 'letter'>) {
  return (
    <svg class="pin-line" viewBox="0 0 40 8" aria-hidden="true">
      <g data-role={pinRoles[letter]}>
        <path class="line" d="M0 4H40" />
      </g>
    </svg>
  );
}
