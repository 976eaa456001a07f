/** What a person does with the message. */
export function readCode(text: string): string {
  const code = /[0-9]{6}/.exec(text)?.[0];
  if (code === undefined) throw new Error('The text holds no code.');
  return code;
}
