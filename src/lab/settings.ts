/** Settings in the reader's words, and which of them tell runs apart. */
import { formatSetting } from '#src/format.ts';
import type { Locale } from '#src/i18n.ts';
import type { ConfigRecord, ParamProblem, Params, ParamValue } from './params.ts';
import { labStrings } from './strings.ts';
import type { ParamStrings } from './widget-strings.ts';

type Labels = Readonly<Record<string, ParamStrings>>;

/**
 * Keys of the settings in which runs differ, in the parameters' order. A setting counts only for the runs that it matters
 * to; how a run is drawn is no difference.
 */
export function differingKeys(params: Params, configs: readonly ConfigRecord[]): string[] {
  return Object.entries(params).flatMap(([key, { display, relevant }]) => {
    const values = new Set(configs.filter((config) => relevant?.(config) ?? true).map((one) => one[key]));
    return !display && values.size > 1 ? [key] : [];
  });
}

/** What somebody who starts from `initial` has to set for `config`: also what mattered to nothing there. */
export function changedKeys(params: Params, initial: ConfigRecord, config: ConfigRecord): string[] {
  return Object.entries(params).flatMap(([key, { display, relevant }]) => {
    const matters = !display && (relevant?.(config) ?? true);
    const mattered = relevant?.(initial) ?? true;
    return matters && !(mattered && config[key] === initial[key]) ? [key] : [];
  });
}

/** A setting's name, without what stands in brackets behind it. */
export const settingLabel = (text: ParamStrings | undefined, key: string, config: ConfigRecord): string =>
  (text?.labelFor?.(config) ?? text?.label ?? key).replace(/(?: \(|（)[^()（）]*[)）]$/, '');

/** A setting's value as its control says it; a dash where it does not matter with the others. */
export function settingValue(
  params: Params,
  labels: Labels,
  key: string,
  config: ConfigRecord,
  locale: Locale,
): string {
  const value: ParamValue | undefined = config[key];
  if (value === undefined || params[key]?.relevant?.(config) === false) return '–';
  if (typeof value === 'boolean') return value ? labStrings[locale].on : labStrings[locale].off;
  if (typeof value === 'string') return labels[key]?.choices?.[value] ?? value;
  return key === 'seed' ? String(value) : formatSetting(value);
}

/** What is wrong with a setting, and what is done about it; allowed numbers and the one used to their last digit. */
export function problemInWords(
  params: Params,
  { reason, key, given, allowed, used }: ParamProblem,
  locale: Locale,
): string {
  const words = labStrings[locale];
  const param = params[key];
  const number = param?.kind === 'number' ? param : undefined;
  const whole = number?.integer ?? false;
  const exact = (value: number) => (whole ? words.count(value) : formatSetting(value, 17));
  return words.problems[reason](
    key,
    given,
    number && reason !== 'not-with-others'
      ? words.range(exact(number.min), exact(number.max), whole)
      : allowed,
    typeof used === 'number' ? exact(used) : String(used),
  );
}

/** `Activation: tanh · Seed: 3`: those of the keys that matter to the run. */
export function settingsLine(
  params: Params,
  labels: Labels,
  keys: readonly string[],
  config: ConfigRecord,
  locale: Locale,
): string {
  return keys
    .filter((key) => params[key]?.relevant?.(config) ?? true)
    .map((key) => {
      const label = settingLabel(labels[key], key, config);
      return `${label}${locale === 'zh-cn' ? '：' : ': '}${settingValue(params, labels, key, config, locale)}`;
    })
    .join(' · ');
}
