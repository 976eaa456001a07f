/** A number that was not used before, each time: limits count by number, and refusals are not what is measured. */
export function createPhoneNumbers(): () => `+${string}` {
  let next = 1_000_000;
  return () => {
    next += 1;
    return `+1555${next}`;
  };
}
