/** The controls of a widget, drawn from its parameters. */
import type { ConfigOf, Param, Params, ParamValue } from '#src/lab/params.ts';
import type { ParamStrings } from '#src/lab/widget-strings.ts';
import { Choice } from './Choice.tsx';
import { SeedBox } from './SeedBox.tsx';
import { Slider } from './Slider.tsx';
import { Toggle } from './Toggle.tsx';

export interface ControlWords {
  readonly settings: string;
  readonly moreSettings: string;
  readonly newSeed: string;
  /** A setting’s number as the language writes it. */
  readonly number: (value: number) => string;
}

export interface ControlsProps<P extends Params> {
  /** Starts the ids of the form's elements, so that two widgets on a page don't share one. */
  readonly idPrefix: string;
  readonly params: P;
  readonly strings: Readonly<Record<string, ParamStrings>>;
  readonly words: ControlWords;
  readonly config: ConfigOf<P>;
  /** Keys to show; all of them where absent. */
  readonly only?: readonly string[] | undefined;
  readonly onChange: (key: keyof P & string, value: ParamValue, moving?: boolean) => void;
}

export function Controls<P extends Params>(props: ControlsProps<P>) {
  const { params, words, only } = props;
  const keys = Object.keys(params).filter((key) => !params[key]?.display && (!only || only.includes(key)));
  const main = keys.filter((key) => !params[key]?.advanced);
  const more = only ? [] : keys.filter((key) => params[key]?.advanced);
  const shown = only ? keys : main;
  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()}>
      <fieldset class="controls-main" aria-label={words.settings}>
        {shown.map((key) => (
          <Control key={key} name={key} {...props} />
        ))}
      </fieldset>
      {more.length > 0 && (
        <details class="controls-more">
          <summary>{words.moreSettings}</summary>
          <div class="controls-main">
            {more.map((key) => (
              <Control key={key} name={key} {...props} />
            ))}
          </div>
        </details>
      )}
    </form>
  );
}

function Control<P extends Params>({
  name,
  idPrefix,
  params,
  strings,
  words,
  config,
  onChange,
}: ControlsProps<P> & { name: keyof P & string }) {
  const param: Param | undefined = params[name];
  const text = strings[name];
  const value: ParamValue | undefined = config[name];
  if (!param || !text) return null;
  const id = `${idPrefix}-${name}`;
  const relevant = param.relevant?.(config) ?? true;
  if (param.kind === 'choice') {
    const choices = param.choices.map((choice) => ({
      value: choice,
      label: text.choices?.[choice] ?? choice,
    }));
    return (
      <Choice
        name={name}
        label={text.label}
        choices={choices}
        value={String(value)}
        disabled={!relevant}
        onChange={(choice) => onChange(name, choice)}
      />
    );
  }
  if (param.kind === 'toggle') {
    return (
      <Toggle
        id={id}
        name={name}
        label={text.label}
        checked={value === true}
        disabled={!relevant}
        onChange={(checked) => onChange(name, checked)}
      />
    );
  }
  if (name === 'seed') {
    return (
      <SeedBox
        id={id}
        name={name}
        label={text.label}
        newSeed={words.newSeed}
        param={param}
        value={Number(value)}
        disabled={!relevant}
        onChange={(seed) => onChange(name, seed)}
      />
    );
  }
  return (
    <Slider
      id={id}
      name={name}
      label={text.labelFor?.(config) ?? text.label}
      readout={text.readout?.(config)}
      param={param}
      marks={param.marksFor?.(config) ?? param.marks}
      value={relevant ? Number(value) : (param.implied?.(config) ?? Number(value))}
      disabled={!relevant}
      written={words.number}
      nearest={param.nearest && ((number) => param.nearest?.(number, config) ?? [number, number])}
      onChange={(number, moving) => onChange(name, number, moving)}
    />
  );
}
