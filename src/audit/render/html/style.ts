/** The page's only style sheet. Colours have a word or a mark beside them wherever they mean something. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1d2327; --soft: #5b656c; --line: #d9d6cd; --raised: #fff;
  --fit: #1b7f5c; --edits: #a86400; --stays: #b3372a; --plain: #7c858b; --accent: #1f5fa8;
  --fit-fill: #dcf1e8; --edits-fill: #fbecd0; --stays-fill: #f9e0dc; --plain-fill: #eeece6; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181b; --ink: #e6e4de; --soft: #9aa5ac; --line: #353c41;
  --raised: #1b2024; --fit: #5cc79f; --edits: #e8ac4e; --stays: #f0887b; --plain: #8d979d; --accent: #82b4ee;
  --fit-fill: #163529; --edits-fill: #3a2c11; --stays-fill: #40211d; --plain-fill: #23292d; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main, header, footer { max-width: 1180px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 32px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 8px; }
h2 { font-size: 20px; margin: 40px 0 12px; }
h3 { font-size: 16px; margin: 24px 0 4px; }
small, .place, footer { color: var(--soft); font-size: 13px; font-weight: normal; }
p { margin: 6px 0; max-width: 75ch; }
code { font: 13px/1.4 ui-monospace, "Cascadia Code", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
a { color: var(--accent); }
nav a { margin-right: 16px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.advice { font-size: 18px; }
.figure { display: block; width: 100%; height: 20px; margin: 16px 0 4px; }
.figure .fit { fill: var(--fit); } .figure .edits { fill: var(--edits); } .figure .stays { fill: var(--stays); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 28px; padding: 0; margin: 4px 0; }
.legend b { font-size: 22px; }
.wide { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); }
.map { max-height: 80vh; overflow: auto; padding: 8px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: 6px 12px; vertical-align: top; }
thead th { border-bottom: 1px solid var(--line); padding: 0; }
thead button { all: unset; display: block; width: 100%; padding: 8px 12px; cursor: pointer; font-weight: 600; white-space: nowrap; }
thead button:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
[aria-sort=ascending] button::after { content: " \\25B2"; } [aria-sort=descending] button::after { content: " \\25BC"; }
tbody th { font-weight: normal; min-width: 16em; } #endpoints tbody td:nth-child(2) { min-width: 14em; }
table.plain th[scope=col] { font-weight: 600; }
tbody + tbody tr:first-child > *, table.plain tr + tr > * { border-top: 1px solid var(--line); }
.more td { padding-top: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.verdict { white-space: nowrap; }
.verdict.fit, .legend .fit { color: var(--fit); } .verdict.edits, .legend .edits { color: var(--edits); }
.verdict.stays, .legend .stays { color: var(--stays); }
summary { cursor: pointer; overflow-wrap: anywhere; }
.more summary { color: var(--soft); font-size: 13px; }
.chain, .chain ul { list-style: none; margin: 0; padding-left: 18px; }
.chain { padding-left: 0; margin: 8px 0; }
.chain li { position: relative; padding: 1px 0; }
.chain ul > li::before { content: ""; position: absolute; left: -12px; top: 0; width: 9px; height: 13px;
  border: solid var(--line); border-width: 0 0 1px 1px; }
.chain ul > li:not(:last-child)::after { content: ""; position: absolute; left: -12px; top: 0; bottom: 0; border-left: 1px solid var(--line); }
.weight { font-size: 12px; padding: 0 6px; border-radius: 3px; white-space: nowrap; }
.weight.pin { background: var(--stays-fill); color: var(--stays); } .weight.wrap { background: var(--edits-fill); color: var(--edits); }
.weight.note { background: var(--plain-fill); color: var(--soft); }
.why { font-size: 13px; }
.finding { border-top: 1px solid var(--line); padding: 6px 0; }
form { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center; margin: 0 0 12px; }
fieldset { border: 0; padding: 0; margin: 0; display: flex; gap: 12px; flex-wrap: wrap; }
legend { float: left; padding: 0 12px 0 0; color: var(--soft); }
input[type=search], form button { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 4px; padding: 4px 8px; }
input[type=search] { width: 22em; max-width: 100%; }
form button { cursor: pointer; }
svg text { font: 12px ui-monospace, "Cascadia Code", Menlo, Consolas, monospace; fill: var(--ink); }
.box { cursor: pointer; } .box rect { stroke-width: 1.2; }
.box.fit rect { fill: var(--fit-fill); stroke: var(--fit); } .box.edits rect { fill: var(--edits-fill); stroke: var(--edits); }
.box.stays rect { fill: var(--stays-fill); stroke: var(--stays); } .box.plain rect { fill: var(--plain-fill); stroke: var(--plain); }
.box:focus-visible { outline: none; } .box:focus-visible rect, .box[aria-pressed=true] rect { stroke: var(--accent); stroke-width: 3; }
.edge { fill: none; stroke: var(--plain); stroke-width: 1.1; opacity: .55; } .edge.back { stroke-dasharray: 4 3; }
.edge.lit { stroke: var(--accent); stroke-width: 2; opacity: 1; } marker path { fill: var(--plain); }
footer { padding: 40px 20px; }
@media print { form, nav { display: none; } .map { max-height: none; } }
`;
