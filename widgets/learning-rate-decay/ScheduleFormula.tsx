/** The schedule's formula, and the same with the settings put in. t counts the steps done before. */
import type { ComponentChildren } from 'preact';
import { Formula } from '#src/controls/Formula.tsx';
import { formatSetting } from '#src/format.ts';
import type { Config } from './config.ts';

export function ScheduleFormula({ config, label }: { config: Config; label: string }) {
  const { factor, every, decay, steps } = config;
  const number = (value: number) => <mn>{formatSetting(value)}</mn>;
  const rate = number(config.initialRate);
  const forms: Record<Config['schedule'], readonly [ComponentChildren, ComponentChildren]> = {
    constant: [initial, rate],
    step: [stepForm(initial, <mi>f</mi>, <mi>s</mi>), stepForm(rate, number(factor), number(every))],
    exponential: [exponentialForm(initial, <mi>k</mi>), exponentialForm(rate, number(decay))],
    inverse: [inverseForm(initial, <mi>k</mi>), inverseForm(rate, number(decay))],
    cosine: [cosineForm(initial, <mi>T</mi>), cosineForm(rate, number(steps))],
  };
  const [general, withValues] = forms[config.schedule];
  return (
    <Formula
      label={label}
      general={
        <>
          {rateAt('t')}
          <mo>=</mo>
          {general}
        </>
      }
      withValues={withValues}
    />
  );
}

type Part = ComponentChildren;

const rateAt = (index: string) => (
  <msub>
    <mi>a</mi>
    {index === 't' ? <mi>t</mi> : <mn>{index}</mn>}
  </msub>
);
const initial = rateAt('0');

/** a₀ f^⌊t/s⌋ */
const stepForm = (rate: Part, factor: Part, every: Part) => (
  <>
    {rate}
    <mo lspace="0.2em" rspace="0.25em">
      ⋅
    </mo>
    <msup>
      {factor}
      <mrow>
        <mspace width="0.25em" />
        <mo>⌊</mo>
        <mi>t</mi>
        <mo>/</mo>
        {every}
        <mo>⌋</mo>
      </mrow>
    </msup>
  </>
);

/** a₀ e^(−kt) */
const exponentialForm = (rate: Part, decay: Part) => (
  <>
    {rate}
    <mo lspace="0.2em" rspace="0.25em">
      ⋅
    </mo>
    <msup>
      <mi>e</mi>
      <mrow>
        <mo>−</mo>
        {decay}
        <mi>t</mi>
      </mrow>
    </msup>
  </>
);

/** a₀/(1 + kt) */
const inverseForm = (rate: Part, decay: Part) => (
  <mfrac>
    <mrow>{rate}</mrow>
    <mrow>
      <mn>1</mn>
      <mo>+</mo>
      {decay}
      <mi>t</mi>
    </mrow>
  </mfrac>
);

/** a₀ · ½(1 + cos(πt/T)) */
const cosineForm = (rate: Part, total: Part) => (
  <>
    {rate}
    <mo lspace="0.2em" rspace="0.25em">
      ⋅
    </mo>
    <mfrac>
      <mn>1</mn>
      <mn>2</mn>
    </mfrac>
    <mo>(</mo>
    <mn>1</mn>
    <mo>+</mo>
    <mi>cos</mi>
    <mo>(</mo>
    <mi>π</mi>
    <mi>t</mi>
    <mo>/</mo>
    {total}
    <mo>)</mo>
    <mo>)</mo>
  </>
);
