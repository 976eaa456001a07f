/** How the page looks: light and dark, wide and narrow, without anything from elsewhere. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --page: #eef1f0; --panel: #ffffff; --bubble: #f0f3f2; --line: #dce2e0; --ink: #17211f; --soft: #5a6866;
  --accent: #0f766e; --accent-ink: #ffffff; --accent-wash: #e0f2ef; --accent-line: #a9d9d2; --danger: #b42318; --warn: #a15c07;
  --shadow: 0 1px 2px rgb(16 40 36 / 6%), 0 8px 28px rgb(16 40 36 / 8%);
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0c1211; --panel: #141c1b; --bubble: #1f2a28; --line: #2a3735; --ink: #e6eeec; --soft: #9aaba8;
    --accent: #5ad1c1; --accent-ink: #06201c; --accent-wash: #12332f; --accent-line: #24574f; --danger: #ff8f85; --warn: #f2b45c;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 8px 28px rgb(0 0 0 / 35%);
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; background: var(--page); color: var(--ink); font: 16px/1.5 var(--sans); -webkit-text-size-adjust: 100%; }
h1, h2, h3, p, ul, ol { margin: 0; padding: 0; }
ul, ol { list-style: none; }
button { font: inherit; color: inherit; cursor: pointer; border-radius: 9px; border: 1px solid transparent; padding: .4rem .8rem; }
button:disabled { opacity: .45; cursor: default; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.quiet { background: transparent; border-color: var(--line); font-size: .875rem; white-space: nowrap; }
.quiet:hover:not(:disabled) { background: var(--bubble); }
.primary { background: var(--accent); color: var(--accent-ink); font-weight: 600; padding: .6rem 1.1rem; }
.primary:hover { filter: brightness(1.08); }
.danger { background: transparent; border-color: var(--danger); color: var(--danger); font-weight: 600; font-size: .875rem; }
.danger:hover { background: var(--danger); color: var(--panel); }
.skip { position: absolute; left: 1rem; top: -4rem; z-index: 2; background: var(--panel); padding: .5rem 1rem; border-radius: 9px; color: var(--accent); }
.skip:focus { top: .6rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.bar { display: flex; align-items: center; gap: .7rem; padding: .9rem 1.25rem; width: 100%; max-width: 1180px; margin: 0 auto; }
.bar h1 { font-size: 1.05rem; font-weight: 650; letter-spacing: -.01em; }
.mark { display: block; }
.status { display: flex; align-items: center; gap: .45rem; margin-right: auto; padding: .1rem .65rem; border-radius: 99px; font-size: .8125rem; color: var(--soft); background: var(--panel); border: 1px solid var(--line); }
.dot { width: .5rem; height: .5rem; border-radius: 50%; background: var(--warn); }
.status[data-state="live"] .dot { background: var(--accent); animation: breathe 2.6s ease-in-out infinite; }
.status[data-state="offline"] .dot { background: var(--danger); }
@keyframes breathe { 50% { opacity: .35; } }

.columns { flex: 1; min-height: 0; display: grid; grid-template-columns: 320px minmax(0, 1fr); width: 100%; max-width: 1180px; margin: 0 auto; padding: 0 1.25rem 1.25rem; gap: 1rem; }
.list, .thread { background: var(--panel); border: 1px solid var(--line); border-radius: 16px; box-shadow: var(--shadow); min-height: 0; }
.list { overflow-y: auto; padding: .5rem; }
.list-hint { padding: .75rem; font-size: .875rem; color: var(--soft); }
.conversation { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; column-gap: .75rem; align-items: center; width: 100%; padding: .65rem .7rem; text-align: left; background: transparent; border-radius: 11px; }
.conversation:hover { background: var(--bubble); }
.conversation[aria-current="true"] { background: var(--accent-wash); border-color: var(--accent-line); }
.conversation:focus-visible { outline-offset: -2px; }
.face { grid-row: span 2; display: grid; place-items: center; width: 2.5rem; height: 2.5rem; border-radius: 50%; font-size: .8125rem; font-weight: 650; font-variant-numeric: tabular-nums; background: hsl(var(--hue) 42% 88%); color: hsl(var(--hue) 55% 24%); }
@media (prefers-color-scheme: dark) { .face { background: hsl(var(--hue) 28% 24%); color: hsl(var(--hue) 60% 84%); } }
.number { font-weight: 600; font-variant-numeric: tabular-nums; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.when { font-size: .75rem; color: var(--soft); font-variant-numeric: tabular-nums; }
.snip { text-align: left; font-size: .875rem; color: var(--soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.unread { justify-self: end; min-width: 1.25rem; padding: 0 .35rem; border-radius: 99px; background: var(--accent); color: var(--accent-ink); font-size: .75rem; line-height: 1.25rem; font-weight: 650; text-align: center; }

.thread { display: flex; flex-direction: column; overflow: hidden; outline-offset: -3px; }
.talk { display: flex; flex-direction: column; min-height: 0; flex: 1; }
.talk-bar { display: flex; align-items: center; gap: .75rem; padding: .8rem 1.25rem; border-bottom: 1px solid var(--line); }
.talk-bar h2 { font-size: 1.05rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.talk-count { margin-left: auto; font-size: .8125rem; color: var(--soft); }
.back { display: none; }
.scroll { flex: 1; min-height: 0; overflow-y: auto; padding: 1.25rem; outline-offset: -3px; }
.messages { display: flex; flex-direction: column; gap: 1.1rem; max-width: 38rem; margin: 0 auto; }
.day { align-self: center; font-size: .75rem; color: var(--soft); padding: .1rem .7rem; border-radius: 99px; background: var(--bubble); }
.message { display: flex; flex-direction: column; align-items: flex-start; gap: .3rem; }
.bubble { max-width: 100%; background: var(--bubble); border-radius: 18px 18px 18px 5px; overflow: hidden; }
.text { padding: .7rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.text mark { background: none; color: var(--accent); font-weight: 650; }
.code-row { display: flex; align-items: center; justify-content: space-between; gap: 1.5rem; padding: .55rem .6rem .55rem 1rem; border-top: 1px solid var(--line); background: var(--accent-wash); }
.code { font: 600 1.5rem/1.2 var(--mono); letter-spacing: .1em; color: var(--accent); overflow-wrap: anywhere; }
.copy { background: var(--panel); border-color: var(--accent-line); color: var(--accent); font-size: .875rem; font-weight: 600; min-width: 6.2rem; }
.copy:hover { border-color: var(--accent); }
.about { font-size: .75rem; color: var(--soft); padding-left: .3rem; font-variant-numeric: tabular-nums; }
.message.fresh .bubble { animation: arrive .32s cubic-bezier(.2, .9, .3, 1.2); }
@keyframes arrive { from { opacity: 0; transform: translateY(10px) scale(.97); } }

.welcome { margin: auto; padding: 2.5rem 2rem; width: 100%; max-width: 40rem; overflow-y: auto; }
.welcome h2 { font-size: 1.6rem; line-height: 1.2; letter-spacing: -.02em; }
.lead { margin-top: .5rem; color: var(--soft); max-width: 34rem; }
.steps { counter-reset: step; margin-top: 1.75rem; display: grid; gap: 1.5rem; }
.steps > li { counter-increment: step; position: relative; padding-left: 2.75rem; }
.steps > li::before { content: counter(step); position: absolute; left: 0; top: -.1rem; width: 1.8rem; height: 1.8rem; border-radius: 50%; display: grid; place-items: center; font-size: .875rem; font-weight: 650; background: var(--accent-wash); color: var(--accent); border: 1px solid var(--accent-line); }
.steps h3 { font-size: 1rem; font-weight: 650; }
.steps p { color: var(--soft); font-size: .9375rem; }
.steps button.primary { margin-top: .55rem; }
.snippet { display: flex; align-items: center; gap: .75rem; margin-top: .5rem; padding: .4rem .4rem .4rem .85rem; background: var(--bubble); border-radius: 11px; }
.snippet code { flex: 1; min-width: 0; font: .8125rem/1.5 var(--mono); overflow-wrap: anywhere; }
.snippet .quiet { background: var(--panel); }
.notice { margin: auto; padding: 2rem; }
.notice a { color: var(--accent); }

dialog { border: 1px solid var(--line); border-radius: 16px; background: var(--panel); color: var(--ink); box-shadow: var(--shadow); padding: 1.5rem; max-width: 24rem; }
dialog::backdrop { background: rgb(6 20 18 / 45%); }
dialog h2 { font-size: 1.1rem; }
dialog p { margin-top: .5rem; color: var(--soft); }
.choices { display: flex; justify-content: flex-end; gap: .6rem; margin-top: 1.25rem; }

@media (max-width: 760px) {
  .bar { padding: .75rem 1rem; }
  .columns { grid-template-columns: minmax(0, 1fr); padding: 0; }
  .list, .thread { border-radius: 0; border-width: 1px 0 0; box-shadow: none; }
  body[data-view="list"] .thread, body[data-view="thread"] .list, body[data-view="welcome"] .list { display: none; }
  .back { display: inline-block; }
  .talk-count { display: none; }
  .talk-bar { padding: .6rem 1rem; }
  .scroll { padding: 1rem; }
  .welcome { margin: 0 auto; padding: 1.75rem 1.25rem; }
  .code-row { gap: .75rem; }
}
@media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; } }
@media (forced-colors: active) { .conversation[aria-current="true"] { outline: 2px solid; outline-offset: -2px; } }
`;
