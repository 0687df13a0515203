/** A formula beside a figure, as MathML: with its symbols, and the same with the numbers of the settings put in. */
import type { ComponentChildren } from 'preact';

export interface FormulaProps {
  /** What it is the formula of. */
  readonly label: string;
  /** MathML: the formula with symbols. */
  readonly general: ComponentChildren;
  /** MathML: what follows the next sign of equality. */
  readonly withValues: ComponentChildren;
}

/** Two expressions that may stand beneath each other where there is no room for both. */
export function Formula({ label, general, withValues }: FormulaProps) {
  return (
    <p class="formula">
      <span class="formula-label">{label}</span>
      <math>
        <mrow>{general}</mrow>
      </math>
      <math>
        <mrow>
          <mo>=</mo>
          {withValues}
        </mrow>
      </math>
    </p>
  );
}
