/** A button that may not be pressed yet: disabled, with its countdown beside its name. */
export function createWaitButton(button, onReady = () => {}) {
  let stop = () => {};
  const count = button.querySelector('.count');

  return {
    /** @param untilMs now or earlier: the button is ready at once */
    wait(client, untilMs) {
      stop();
      let hasWaited = false;
      stop = client.countdown(new Date(untilMs), (secondsLeft) => {
        button.disabled = secondsLeft > 0;
        count.textContent = secondsLeft > 0 ? clockOf(secondsLeft) : '';
        // Said once, at the end: a countdown read aloud is unbearable.
        if (secondsLeft === 0 && hasWaited) onReady();
        hasWaited = secondsLeft > 0;
      });
    },
  };
}

/** 0:24, 12:03, 23:59:59 */
function clockOf(seconds) {
  const twoDigits = (number) => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = twoDigits(seconds % 60);
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${twoDigits(minutes)}:${rest}`;
}
