/** A widget's state: its settings, its run, and what the page's address says of both. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { BackendName, FrameBase, SummaryRecord } from './contract.ts';
import type { LabFailure } from './errors.ts';
import { type PastRun, remember } from './history.ts';
import { forcedBackend, pageSession } from './page-session.ts';
import {
  type ConfigOf,
  fitted,
  type ParamProblem,
  type Params,
  type ParamValue,
  sameConfig,
  withDisplay,
} from './params.ts';
import { type KeptRun, type PinLetter, type PinnedRun, withoutPin, withPin } from './pins.ts';
import { decodeRecord } from './record.ts';
import type { EngineInfo } from './session.ts';
import { figureAnchor, readUrlState, writeUrlState } from './url-state.ts';

export type LabState = 'baked' | 'loading' | 'running' | 'paused' | 'done' | 'error';

export interface LabOptions<P extends Params> {
  readonly id: string;
  /** Prefix of this widget's parameters in the address; the id, unless a page shows the widget twice. */
  readonly urlPrefix: string;
  readonly params: P;
  readonly initial: ConfigOf<P>;
  /** The recorded run of `initial`, as `index.astro` hands it over. */
  readonly baked: string;
  /** Experiments quick enough to run whenever a setting changes: what to run while a slider still moves; `undefined`: nothing yet. */
  readonly preview?: (config: ConfigOf<P>) => ConfigOf<P> | undefined;
}

interface Run<P extends Params, Frame, Summary> {
  readonly state: LabState;
  readonly frame: Frame;
  /** Of the last finished run. */
  readonly summary: Summary;
  /** The settings that `frame` belongs to. */
  readonly shownConfig: ConfigOf<P>;
  /** The settings that `summary` belongs to: others while a run goes on, or where one was stopped. */
  readonly summaryConfig: ConfigOf<P>;
  readonly preview: boolean;
  readonly stopped: boolean;
  /** The reader holds the run; it waits at its last frame. */
  readonly held: boolean;
  /** A setting was changed in mid-run: what is shown is not the run of one configuration. */
  readonly altered: boolean;
  readonly progress: number;
  readonly millis: number | undefined;
  readonly backend: BackendName | undefined;
  readonly engine: EngineInfo | undefined;
  readonly failure: LabFailure | undefined;
}

export interface Lab<P extends Params, Frame, Summary> extends Run<P, Frame, Summary> {
  readonly id: string;
  readonly urlPrefix: string;
  readonly params: P;
  readonly config: ConfigOf<P>;
  readonly initial: ConfigOf<P>;
  /** Settings changed since the run that is shown. */
  readonly stale: boolean;
  /** The summary belongs to the frame that is shown: no run is in progress or was stopped half-way. */
  readonly settled: boolean;
  /** The figure has left its recorded run behind. */
  readonly live: boolean;
  /** Runs kept for comparison, in the order of their letters. */
  readonly pins: readonly PinnedRun<ConfigOf<P>, Frame, Summary>[];
  readonly history: readonly PastRun<ConfigOf<P>, Frame, Summary>[];
  readonly problems: readonly ParamProblem[];
  readonly unknownBackend: string | undefined;
  readonly ready: boolean;
  /** `moving`: a slider is still being dragged. */
  set(key: keyof P & string, value: ParamValue, moving?: boolean): void;
  /** Several settings at once, as a hand on a plane changes two. */
  setAll(changes: Partial<ConfigOf<P>>, moving?: boolean): void;
  apply(config: ConfigOf<P>): void;
  /** A hand comes near the controls: the engine may start. */
  prepare(): void;
  run(): void;
  stop(): void;
  /** Holds the run at its next frame, or lets it go on. */
  togglePause(): void;
  /** Holds the run after one more step; starts one where none goes on. */
  step(): void;
  reset(): void;
  /** Keeps a run for comparison, by default the one that is shown; does nothing once there are four. */
  pin(run?: KeptRun<ConfigOf<P>, Frame, Summary>): void;
  /** Lets go of a run that is kept. */
  unpin(letter: PinLetter): void;
  /** Takes the settings of a run that is kept, and shows it; one that was kept before its end is run. */
  recall(run: KeptRun<ConfigOf<P>, Frame, Summary>): void;
  dismissProblems(): void;
  /** The page's address with the settings of this moment, and this figure's place in it; the address bar follows a little later. */
  link(): string;
}

const URL_WRITE_DELAY_MILLIS = 200;

/** What the address sets in figures that the page doesn't have is said once, by the figure that wakes first. */
let hasOneWoken = false;

export function useExperiment<P extends Params, Frame extends FrameBase, Summary extends SummaryRecord>(
  options: LabOptions<P>,
): Lab<P, Frame, Summary> {
  type Config = ConfigOf<P>;
  // a widget's options stay what they were when it woke, however its view writes them down
  const [{ id, urlPrefix, params, initial, baked, preview }] = useState(options);
  const owner = useMemo(() => ({}), []);
  const [config, setConfig] = useState<Config>(initial);
  const [problems, setProblems] = useState<readonly ParamProblem[]>([]);
  const [unknownBackend, setUnknownBackend] = useState<string>();
  const [history, setHistory] = useState<readonly PastRun<Config, Frame, Summary>[]>([]);
  const [pins, setPins] = useState<readonly PinnedRun<Config, Frame, Summary>[]>([]);
  const [ready, setReady] = useState(false);
  const recorded = useMemo<Run<P, Frame, Summary>>(() => {
    const record = decodeRecord<Config, Frame, Summary>(baked);
    return {
      state: 'baked',
      frame: record.frame,
      summary: record.summary,
      shownConfig: record.config,
      summaryConfig: record.config,
      preview: false,
      stopped: false,
      held: false,
      altered: false,
      progress: 0,
      millis: undefined,
      backend: record.backend,
      engine: undefined,
      failure: undefined,
    };
  }, [baked]);
  const [run, setRun] = useState<Run<P, Frame, Summary>>(recorded);
  const latest = useRef(config);
  const altered = useRef(false);
  const running = useRef(config); // what the newest run was started with
  const taken = useRef<Readonly<Record<string, ParamValue>>>({}); // what it took over since
  const generation = useRef(0); // grows with each reset: what runs from before it still say is not heard
  latest.current = config;

  const start = useCallback(
    (wanted: Config, isPreview: boolean) => {
      const runConfig = (isPreview && preview?.(wanted)) || wanted;
      const own = generation.current;
      const update = (change: Partial<Run<P, Frame, Summary>>) => {
        if (own === generation.current) setRun((before) => ({ ...before, ...change }));
      };
      let lastFrame: Frame | undefined;
      altered.current = false;
      running.current = wanted;
      taken.current = {};
      update({ held: false });
      pageSession().request(
        owner,
        { experimentId: id, config: { ...runConfig, seed: Number(runConfig.seed) }, preview: isPreview },
        {
          onWaiting: () =>
            update({ state: 'loading', failure: undefined, stopped: false, altered: false, progress: 0 }),
          onStarted: (engine) => update({ state: 'running', engine, backend: engine.backend }),
          onFrame: (frame) => {
            lastFrame = frame as Frame;
            update({
              frame: lastFrame,
              progress: frame.progress,
              shownConfig: runConfig,
              preview: isPreview,
            });
          },
          onDone: (summary, millis) => {
            const done = summary as Summary;
            update({
              state: 'done',
              held: false,
              summary: done,
              millis,
              progress: 1,
              shownConfig: runConfig,
              summaryConfig: runConfig,
              preview: isPreview,
            });
            const frame = lastFrame;
            if (!isPreview && frame && !altered.current) {
              setHistory((runs) => remember(runs, { config: runConfig, frame, summary: done, millis }));
            }
          },
          onStopped: () => update({ state: 'done', stopped: true, held: false }),
          onFailed: (failure) => update({ state: 'error', failure, held: false }),
          onPaused: (paused) => update({ state: paused ? 'paused' : 'running' }),
        },
      );
    },
    [id, owner, preview],
  );

  // After waking: what the address asks for, then leave nothing behind on the way out.
  useEffect(() => {
    const all = hasOneWoken ? undefined : document.querySelectorAll('[data-widget]');
    const figures = all && Array.from(all, (section) => section.id.replace(figureAnchor(''), ''));
    hasOneWoken = true;
    const read = readUrlState(location.search, urlPrefix, params, initial, figures);
    setProblems(read.problems);
    setUnknownBackend(forcedBackend().unknown);
    setConfig(read.config);
    setReady(true);
    if (!sameConfig(params, read.config, initial)) start(read.config, false);
    return () => pageSession().cancel(owner);
  }, [urlPrefix, params, initial, start, owner]);

  const settledAddress = useCallback(() => {
    const address = new URL(location.href);
    address.search = writeUrlState(address.search, urlPrefix, params, initial, config);
    return address;
  }, [config, urlPrefix, params, initial]);
  const link = useCallback(() => {
    const address = settledAddress();
    address.hash = figureAnchor(urlPrefix);
    return address.href;
  }, [settledAddress, urlPrefix]);

  useEffect(() => {
    if (!ready) return;
    const timer = setTimeout(() => {
      const { href } = settledAddress();
      if (href !== location.href) window.history.replaceState(null, '', href);
    }, URL_WRITE_DELAY_MILLIS);
    return () => clearTimeout(timer);
  }, [ready, settledAddress]);

  const apply = useCallback(
    (next: Config) => {
      setConfig(next);
      setProblems((before) => before.filter(({ reason }) => reason !== 'not-with-others'));
      start(next, false);
    },
    [start],
  );

  const take = (changes: Partial<Config>, moving = false) => {
    const fit = fitted<P>(params, { ...latest.current, ...changes });
    const next = fit.config;
    latest.current = next;
    setConfig(next);
    setProblems((before) => [
      ...before.filter(({ reason }) => reason !== 'not-with-others'),
      ...fit.problems,
    ]);
    // where there is no quick look, a moving slider waits to be let go; what is drawn of a run starts none
    const runs = Object.keys(changes).some((key) => !params[key]?.display);
    if (preview && runs && !(moving && !preview(next))) start(next, moving);
  };

  /** Whatever goes on is stopped, and what it still says is not heard. */
  const leave = () => {
    generation.current++;
    pageSession().cancel(owner);
    setProblems([]);
  };

  const goesOn = run.state === 'loading' || run.state === 'running' || run.state === 'paused';
  const settled = run.state === 'baked' || (run.state === 'done' && !run.stopped);

  return {
    ...run,
    id,
    urlPrefix,
    params,
    config,
    initial,
    live: run.state !== 'baked',
    settled,
    pins,
    stale: !run.preview && !sameConfig(params, { ...run.shownConfig, ...taken.current }, config),
    history,
    problems,
    unknownBackend,
    ready,
    setAll: take,
    set(key, value, moving = false) {
      const changes: Partial<Config> = {};
      take({ ...changes, [key]: value }, moving);
      const param = params[key];
      const computes = run.state === 'running' || run.state === 'paused';
      const heeded = param?.kind === 'number' && param.live && (param.relevant?.(running.current) ?? true);
      if (computes && !moving && heeded) {
        altered.current = true;
        taken.current = { ...taken.current, [key]: value };
        setRun((before) => ({ ...before, altered: true }));
        pageSession().change(owner, key, Number(value));
      }
    },
    apply,
    prepare: () => pageSession().prepare(id),
    run: () => start(config, false),
    togglePause() {
      pageSession().hold(owner, !run.held);
      setRun((before) => ({ ...before, held: !before.held }));
    },
    step() {
      if (!goesOn) start(config, false);
      pageSession().step(owner);
      setRun((before) => ({ ...before, held: true }));
    },
    stop: () => pageSession().cancel(owner),
    reset() {
      leave();
      setConfig(initial);
      setRun(recorded);
    },
    pin(kept) {
      const { frame, shownConfig, summary, millis } = run;
      const shown = {
        config: shownConfig,
        frame,
        summary: settled ? summary : undefined,
        millis: settled ? millis : undefined,
        altered: run.altered,
      };
      setPins((before) => withPin(before, kept ?? shown));
    },
    unpin: (letter) => setPins((before) => withoutPin(before, letter)),
    recall({ config: kept, frame, summary, millis, altered: wasAltered }) {
      const wanted = withDisplay(params, kept, config); // how runs are drawn stays as it is
      if (!summary) return apply(wanted);
      leave();
      taken.current = {};
      setConfig(wanted);
      setRun((before) => ({
        ...before,
        state: 'done',
        frame,
        summary,
        millis,
        shownConfig: kept,
        summaryConfig: kept,
        preview: false,
        stopped: false,
        held: false,
        altered: wasAltered,
        progress: 1,
        failure: undefined,
      }));
    },
    dismissProblems: () => {
      setProblems([]);
      setUnknownBackend(undefined);
    },
    link,
  };
}
