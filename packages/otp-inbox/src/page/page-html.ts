/** The page's skeleton. Messages are put in by the script; nothing here depends on data. */
export const PAGE_HTML = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Text messages · OTP Inbox</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
</head>
<body data-view="list">
<a class="skip" href="#thread">Skip to messages</a>
<header class="bar">
  <img class="mark" src="/icon.svg" alt="" width="28" height="28">
  <h1>OTP Inbox</h1>
  <p class="status" id="status" data-state="connecting"><span class="dot" aria-hidden="true"></span><span id="status-text">Connecting</span></p>
  <button type="button" class="quiet" id="clear" disabled>Clear all</button>
</header>
<div class="columns">
  <nav class="list" aria-label="Conversations">
    <p class="list-hint" id="list-hint">Each number gets a conversation of its own here.</p>
    <ul id="conversations"></ul>
  </nav>
  <main class="thread" id="thread" tabindex="-1">
    <section class="welcome" id="welcome" aria-labelledby="welcome-title">
      <h2 id="welcome-title">No messages yet</h2>
      <p class="lead">Text messages your app sends land here instead of on a phone. They stay in memory, on this machine.</p>
      <ol class="steps">
        <li>
          <h3>Try it</h3>
          <p>See what a message looks like.</p>
          <p><button type="button" class="primary" id="sample">Send a test message</button></p>
        </li>
        <li>
          <h3>Point your app here</h3>
          <p>As the endpoint of its SMS gateway:</p>
          <div class="snippet"><code id="endpoint"></code><button type="button" class="quiet" data-copy="endpoint" aria-label="Copy the endpoint">Copy</button></div>
        </li>
        <li>
          <h3>Read codes in tests</h3>
          <p>One request that waits until the code is there:</p>
          <div class="snippet"><code id="code-call"></code><button type="button" class="quiet" data-copy="code-call" aria-label="Copy the request">Copy</button></div>
        </li>
      </ol>
    </section>
    <section class="talk" id="talk" aria-labelledby="talk-title" hidden>
      <div class="talk-bar">
        <button type="button" class="quiet back" id="back"><span aria-hidden="true">‹</span> All numbers</button>
        <h2 id="talk-title"></h2>
        <p class="talk-count" id="talk-count"></p>
      </div>
      <div class="scroll" id="scroll" tabindex="0" role="region" aria-labelledby="talk-title">
        <ol class="messages" id="messages"></ol>
      </div>
    </section>
    <noscript><p class="notice">This page needs JavaScript. The messages are also at <a href="/api/v1/messages">/api/v1/messages</a>.</p></noscript>
  </main>
</div>
<dialog id="confirm" aria-labelledby="confirm-title">
  <h2 id="confirm-title">Delete all messages?</h2>
  <p>They are gone for every open page and for tests that run against this inbox.</p>
  <p class="choices">
    <button type="button" class="quiet" id="keep">Keep them</button>
    <button type="button" class="danger" id="delete">Delete all</button>
  </p>
</dialog>
<p class="unseen" id="announcer" role="status" aria-live="polite"></p>
</body>
</html>
`;
