/** Does something for each item, so many at once, in order of the items. */
export async function atOnce<Item, Result>(
  items: Iterable<Item>,
  concurrency: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const queue = items[Symbol.iterator]();
  let taken = 0;
  const takeTurns = async (): Promise<void> => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) {
      const index = taken;
      taken += 1;
      results[index] = await work(next.value);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, takeTurns));
  return results;
}
