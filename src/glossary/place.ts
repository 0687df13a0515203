/** Where a box of explanation goes: below what it explains, above where there is more room, and never off the screen. */

/** In CSS pixels of the window, as `DOMRect` has it. */
export interface Edges {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

/** Between the box and the term, and between the box and the window's sides. */
const GAP = 4;
const MARGIN = 8;

/**
 * Left and top of a box in the window, in CSS pixels. `covered` is what a bar takes of the window's top.
 */
export function placeBox(
  term: Edges,
  box: { readonly width: number; readonly height: number },
  view: { readonly width: number; readonly height: number; readonly covered: number },
): { left: number; top: number } {
  const below = view.height - term.bottom - GAP;
  const above = term.top - view.covered - GAP;
  const goesBelow = below >= box.height || below >= above;
  return {
    left: Math.max(MARGIN, Math.min(term.left, view.width - box.width - MARGIN)),
    top: goesBelow ? term.bottom + GAP : term.top - GAP - box.height,
  };
}
