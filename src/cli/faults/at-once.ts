/** Several things at a time. */

/** Does `act` with each item, `most` at a time, begun in their order. */
export async function eachOf<Item>(
  items: readonly Item[],
  most: number,
  act: (item: Item) => Promise<unknown>,
): Promise<void> {
  const left = items.values();
  const lane = async () => {
    for (const item of left) await act(item);
  };
  await Promise.all(Array.from({ length: most }, lane));
}
