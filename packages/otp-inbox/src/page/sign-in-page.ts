/** What a browser sees instead of the page while it has not shown the token. Nothing else is served, so its style is inside. */
import { createHash } from 'node:crypto';
import { readPageFile } from './page-files.ts';

const STYLE = `
* { box-sizing: border-box; }
body { display: grid; place-content: center; min-height: 100vh; margin: 0; padding: var(--space-4); background: var(--page); color: var(--ink); font: var(--text)/1.5 var(--sans); }
form { display: grid; gap: var(--space-3); width: min(24rem, calc(100vw - 2rem)); padding: var(--space-6); border: 1px solid var(--line); border-radius: var(--radius); background: var(--panel); box-shadow: var(--shadow); }
h1 { margin: 0; font-size: var(--title); line-height: 1.25; letter-spacing: -0.01em; }
label { color: var(--soft); }
input, button { min-height: 2.75rem; padding: 0 var(--space-3); border: 1px solid var(--edge); border-radius: calc(var(--radius) - var(--space-1)); background: var(--panel); color: var(--ink); font: inherit; }
button { border-color: transparent; background: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;

export interface SignInPage {
  readonly html: string;
  /** Of its style, for the policy. */
  readonly styleHash: string;
}

export function createSignInPage(): SignInPage {
  const style = `${readPageFile('tokens.css')?.content ?? ''}${STYLE}`;
  const styleHash = `sha256-${createHash('sha256').update(style).digest('base64')}`;
  return { html: createHtml(style), styleHash };
}

function createHtml(style: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in · OTP Inbox</title>
<style>${style}</style>
</head>
<body>
<main>
<form action="/" method="get">
<h1>OTP Inbox</h1>
<label for="token">This inbox is shared. Enter its token to read it.</label>
<input id="token" name="token" type="password" autocomplete="off" required>
<button type="submit">Open the inbox</button>
</form>
</main>
</body>
</html>
`;
}
