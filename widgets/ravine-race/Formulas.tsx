/** Each method's step as a formula, with the numbers of the run put in, and what theory and the race say of it. */
import type { ComponentChildren } from 'preact';
import type { Role } from '#src/charts/spec.ts';
import { formatNumber, formatSetting } from '#src/format.ts';
import type { RacerFrame } from './experiment.ts';

type Method = RacerFrame['method'];

export interface FormulasProps {
  readonly racers: readonly RacerFrame[];
  readonly roles: Readonly<Record<Method, Role>>;
  /** Whether the numbers of theory hold on the whole surface, or near its minima, or not. */
  readonly theory: 'whole' | 'near' | 'none';
  /** Whether steps are counted to the tolerance. */
  readonly hasTolerance: boolean;
  readonly words: {
    readonly names: Readonly<Record<Method, string>>;
    readonly exceeded: string;
    readonly rate: string;
    readonly near: string;
    readonly measured: string;
    readonly steps: string;
    readonly count: (steps: number) => string;
    readonly never: string;
    readonly diverged: string;
    readonly effective: string;
  };
}

export function Formulas({ racers, roles, theory, hasTolerance, words }: FormulasProps) {
  return (
    <>
      <div class="formulas">
        {racers.map((racer) => (
          <div key={racer.method} data-role={roles[racer.method]}>
            <p class="formula-name">{words.names[racer.method]}</p>
            <p class="step-formula">
              <Step method={racer.method} rate={a} momentum={mu} />
            </p>
            <p class="step-formula">
              <Step
                method={racer.method}
                rate={<b>{formatSetting(racer.rate)}</b>}
                momentum={<b>{formatSetting(racer.momentum)}</b>}
              />
            </p>
            <p class="step-formula">
              {racer.method !== 'gd' && (
                <>
                  {x} ← {x} + {v}
                </>
              )}
            </p>
            <dl>
              {theory !== 'none' && (
                <>
                  <dt>
                    <Limit method={racer.method} />
                  </dt>
                  <dd data-exceeded={racer.rate > racer.limit ? '' : undefined}>
                    {formatSetting(racer.limit)}
                    {racer.rate > racer.limit ? words.exceeded : ''}
                  </dd>
                  <dt>{words.rate}</dt>
                  <dd>{formatNumber(racer.theoryRate, 4)}</dd>
                </>
              )}
              {hasTolerance ? (
                <>
                  <dt>{words.measured}</dt>
                  <dd>{formatNumber(racer.measuredRate, 4)}</dd>
                  <dt>{words.steps}</dt>
                  <dd>
                    {racer.diverged
                      ? words.diverged
                      : racer.stepsToTolerance < 0
                        ? words.never
                        : words.count(racer.stepsToTolerance)}
                  </dd>
                </>
              ) : (
                <>
                  <dt>{words.effective}</dt>
                  <dd>{formatSetting(racer.rate / (1 - racer.momentum))}</dd>
                </>
              )}
            </dl>
          </div>
        ))}
      </div>
      {theory === 'near' && <p class="chart-note">{words.near}</p>}
    </>
  );
}

interface StepProps {
  readonly method: Method;
  readonly rate: ComponentChildren;
  readonly momentum: ComponentChildren;
}

const a = <var>a</var>;
const mu = <var>μ</var>;
const x = <var>x</var>;
const v = <var>v</var>;

/** What changes first: of gradient descent the place, of the others the velocity. */
function Step({ method, rate, momentum }: StepProps) {
  if (method === 'gd') {
    return (
      <>
        {x} ← {x} − {rate} ∇<var>f</var>({x})
      </>
    );
  }
  return (
    <>
      {v} ← {momentum} {v} − {rate} ∇<var>f</var>({x}
      {method === 'nesterov' && (
        <>
          {' + '}
          {momentum} {v}
        </>
      )}
      )
    </>
  );
}

/** The stability limit as a formula on one line. */
function Limit({ method }: { method: Method }) {
  const L = <var>L</var>;
  return (
    <span class="formula-inline">
      {a} &lt;{' '}
      {method === 'gd' ? (
        <>2/{L}</>
      ) : method === 'momentum' ? (
        <>
          2(1 + {mu})/{L}
        </>
      ) : (
        <>
          2(1 + {mu})/((1 + 2{mu}){L})
        </>
      )}
    </span>
  );
}
