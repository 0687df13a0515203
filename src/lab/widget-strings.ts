/** The words that a widget has to bring in each language. */
import type { ConfigOf, ConfigRecord, Params } from './params.ts';

export interface ParamStrings<Choice extends string = string> {
  readonly label: string;
  /** The label where the setting means something else; `undefined` leaves the usual one. */
  readonly labelFor?: (config: ConfigRecord) => string | undefined;
  /** A number that follows from the setting, shown beside its value: σ = 0.224. */
  readonly readout?: (config: ConfigRecord) => string;
  /** Names of the choices, where the parameter has choices. */
  readonly choices?: Readonly<Record<Choice, string>>;
}

type ParamStringsOf<P extends Params> = {
  readonly [Key in keyof P]: P[Key] extends {
    kind: 'choice';
    choices: readonly (infer Choice extends string)[];
  }
    ? ParamStrings<Choice> & Required<Pick<ParamStrings<Choice>, 'choices'>>
    : ParamStrings;
};

export interface WidgetStrings<P extends Params, Preset extends string> {
  readonly title: string;
  /** What the figure asks, beside the title. */
  readonly question: string;
  readonly params: ParamStringsOf<P>;
  readonly presets: Readonly<Record<Preset, { readonly label: string; readonly caption: string }>>;
  /** The caption where the settings are the reader's own. */
  readonly ownCaption: (config: ConfigOf<P>) => string;
  /** Where a run may borrow a trained net: the choice's name that does without its file. */
  readonly withoutNet?: string;
}
