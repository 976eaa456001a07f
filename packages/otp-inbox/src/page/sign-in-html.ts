/** What a browser sees instead of the page while it has not shown the token. */
const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { display: grid; place-content: center; min-height: 90vh; margin: 1rem; }
h1 { font-size: 1.4rem; margin: 0; }
form { display: grid; gap: .6rem; max-width: 22rem; }
input, button { font: inherit; padding: .5rem .7rem; border-radius: 9px; border: 1px solid #7a8a87; }
button { background: #0f766e; color: #fff; border-color: #0f766e; font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid #0f9c90; outline-offset: 2px; }
`;

export const SIGN_IN_HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in · OTP Inbox</title>
<style>${STYLE}</style>
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

/** For the policy's hash: this page has its one style inside, as nothing else is served without the token. */
export const SIGN_IN_STYLE = STYLE;
