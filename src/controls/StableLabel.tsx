export interface StableLabelProps {
  readonly text: string;
  /** Whatever else may come to stand here. */
  readonly others: readonly string[];
}

/** A button's words in the room of the widest of them, so that a label that changes moves nothing around it. */
export function StableLabel({ text, others }: StableLabelProps) {
  return (
    <span class="stable-label">
      <span>{text}</span>
      {others
        .filter((other) => other !== text)
        .map((other) => (
          <span key={other} aria-hidden="true">
            {other}
          </span>
        ))}
    </span>
  );
}
