/** A widget's settings in the page's address: `?ID.key=value`, only those that differ from where the page starts. */
import {
  type ConfigOf,
  fitted,
  type ParamProblem,
  type Params,
  type ParamValue,
  parseParam,
} from './params.ts';

export interface UrlState<Config> {
  readonly config: Config;
  readonly problems: readonly ParamProblem[];
}

/** The backend on which a page's figures run. */
export const BACKEND_KEY = 'backend';
/** The controls that a page for frames shows; `none` for the figure and its run bar alone. */
export const SHOW_KEY = 'show';
export const SHOW_NONE = 'none';
/** What pages themselves take from their addresses, whatever a figure calls its settings. */
export const pageKeys: readonly string[] = [BACKEND_KEY, SHOW_KEY];

/**
 * Reads `search` over `initial`. Every value that can't be taken as it stands is listed in `problems`; where the page's
 * figures are given, settings of others too.
 */
export function readUrlState<P extends Params>(
  search: string,
  prefix: string,
  params: P,
  initial: ConfigOf<P>,
  figures?: readonly string[],
): UrlState<ConfigOf<P>> {
  const changed: Record<string, ParamValue> = {};
  const problems: ParamProblem[] = [];
  for (const [name, text] of new URLSearchParams(search)) {
    if (Object.hasOwn(params, name) && !pageKeys.includes(name)) {
      problems.push({
        reason: 'without-figure',
        key: `${prefix}.${name}`,
        given: text,
        allowed: '',
        used: undefined,
      });
    }
    const figure = /^([^.]+)\.[a-z]\w*$/i.exec(name)?.[1];
    if (figures && figure && !figures.includes(figure)) {
      problems.push({
        reason: 'unknown-figure',
        key: name,
        given: text,
        allowed: figures.join(' | '),
        used: undefined,
      });
    }
    if (!name.startsWith(`${prefix}.`)) continue;
    const key = name.slice(prefix.length + 1);
    const { value, problem } = parseParam(params, key, text);
    const senseless = problem?.reason === 'not-a-number' || problem?.reason === 'not-a-choice';
    const used = senseless ? initial[key] : value; // what the page starts from, rather than the parameter's default
    if (problem) problems.push({ ...problem, used });
    if (used !== undefined) changed[key] = used;
  }
  const fit = fitted<P>(params, { ...initial, ...changed });
  return { config: fit.config, problems: [...problems, ...fit.problems] };
}

/** `search` with this widget's settings in place of whatever it said of them; other parameters stay. */
export function writeUrlState<P extends Params>(
  search: string,
  prefix: string,
  params: P,
  initial: ConfigOf<P>,
  config: ConfigOf<P>,
): string {
  const query = new URLSearchParams(search);
  for (const name of [...query.keys()]) if (name.startsWith(`${prefix}.`)) query.delete(name);
  for (const key of Object.keys(params)) {
    const value = config[key];
    if (value !== undefined && value !== initial[key]) query.set(`${prefix}.${key}`, String(value));
  }
  const text = query.toString();
  return text ? `?${text}` : '';
}

/** Name of a figure's place in its page, for links that lead there. */
export const figureAnchor = (prefix: string): string => `figure-${prefix}`;
