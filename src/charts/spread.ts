/** Labels in a column, each as near to its own place as their height allows. */

/**
 * Places at least `spacing` apart and between `low` and `high`, in the order of `wanted`, which rises: of all such places
 * those with the least sum of squared distances from `wanted`. Pairs that would overlap share the way, so a crowd spreads
 * to both sides (isotonic regression of `wanted[i] − i · spacing`, by pooling adjacent violators).
 */
export function spread(wanted: readonly number[], spacing: number, low: number, high: number): number[] {
  const pools: { sum: number; count: number }[] = [];
  for (const [i, place] of wanted.entries()) {
    let pool = { sum: place - i * spacing, count: 1 };
    for (
      let last = pools.at(-1);
      last && last.sum / last.count >= pool.sum / pool.count;
      last = pools.at(-1)
    ) {
      pools.pop();
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
    }
    pools.push(pool);
  }
  const highest = high - (wanted.length - 1) * spacing; // of the lowest place; too many of them go over the top
  return pools
    .flatMap(({ sum, count }) => new Array<number>(count).fill(Math.max(low, Math.min(highest, sum / count))))
    .map((place, i) => place + i * spacing);
}
