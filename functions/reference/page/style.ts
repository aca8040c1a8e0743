/** The page's only style; nothing is fetched from anywhere. Contrast is AA or better in both schemes. */
export const style = `
:root{color-scheme:light dark;--ink:#1b2530;--soft:#4d5a68;--paper:#fff;--shade:#f4f6f8;--line:#d5dbe1;
--accent:#14508f;--code:#f0f3f6;--mark:#fff3d6;--mark-ink:#5c3d00;--mark-line:#d9a520;
--get:#0b6150;--post:#14508f;--put:#7d4a00;--delete:#9b1c31}
@media (prefers-color-scheme:dark){:root{--ink:#e4e9ee;--soft:#a9b5c1;--paper:#12171c;--shade:#1a2127;--line:#36414c;
--accent:#8fbef5;--code:#1f2830;--mark:#3a2e12;--mark-ink:#ffdf9e;--mark-line:#8a6a1c;
--get:#62d2b6;--post:#8fbef5;--put:#f0b765;--delete:#ff9aa8}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
a{color:var(--accent);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.875em}
code{overflow-wrap:anywhere}
:not(pre)>code{background:var(--code);padding:.1em .3em;border-radius:3px}
pre{background:var(--code);border:1px solid var(--line);border-radius:6px;padding:.8rem 1rem;margin:.8rem 0;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.5}
.skip{position:absolute;left:-100vw;background:var(--paper);padding:.5rem 1rem;z-index:2}
.skip:focus{left:.5rem;top:.5rem}
p.notice{margin:0;background:var(--mark);color:var(--mark-ink);border-bottom:2px solid var(--mark-line);padding:.5rem 1rem;text-align:center;font-weight:600}
header{border-bottom:1px solid var(--line)}
header>div{max-width:78rem;margin:auto;padding:1.2rem 1rem;display:flex;flex-wrap:wrap;gap:.2rem 1rem;align-items:baseline;justify-content:space-between}
h1{font-size:1.5rem;line-height:1.25;margin:0}
h1 small{font-size:1rem;font-weight:400;color:var(--soft);margin-left:.4rem}
.frame{max-width:78rem;margin:auto;padding:0 1rem 4rem}
.nb{white-space:nowrap}
nav h2{font-size:.875rem;color:var(--soft);margin:0 0 .4rem}
nav ul{list-style:none;margin:0;padding:0}
nav li li a{font-size:.9375rem}
nav a{display:block;padding:.2rem 0;text-decoration:none;overflow-wrap:anywhere}
nav a:hover{text-decoration:underline}
nav>ul>li>a{font-weight:600}
nav ul ul{padding-left:.8rem;border-left:2px solid var(--line);margin:.1rem 0 .4rem}
nav.side{display:none}
nav.fold{margin:1rem 0;border:1px solid var(--line);border-radius:6px;background:var(--shade)}
nav.fold summary{padding:.7rem 1rem;font-weight:600;cursor:pointer}
nav.fold ul{padding:0 1rem .6rem}
nav.fold ul ul{padding:0 0 0 .8rem}
nav.fold a{padding:.35rem 0}
main{min-width:0;max-width:54rem}
h2{font-size:1.375rem;line-height:1.3;margin:3rem 0 .8rem;padding-bottom:.3rem;border-bottom:2px solid var(--ink)}
main>section:first-child h2{margin-top:1.5rem}
h3{font-size:1.1875rem;line-height:1.35;margin:2.2rem 0 .5rem}
h4{font-size:1.0625rem;line-height:1.4;margin:1.6rem 0 .4rem}
h5{font-size:1rem;line-height:1.4;margin:1.4rem 0 .3rem}
p{margin:.5rem 0}
.lead{font-size:1.125rem}
.operation{border:1px solid var(--line);border-radius:8px;padding:.9rem 1.1rem;margin:1rem 0;background:var(--paper)}
.operation h4{margin:0 0 .3rem;font-size:1.125rem}
.operation:target,.type-entry:target{border-color:var(--accent);box-shadow:0 0 0 2px var(--accent)}
.type-entry:target{border-radius:6px;padding:.2rem .6rem;margin-inline:-.6rem}
code:target{outline:2px solid var(--accent);outline-offset:2px}
.anchor{text-decoration:none;font-weight:400;color:var(--soft)}
.route{margin:.3rem 0 .6rem}
.method{display:inline-block;min-width:3.4rem;text-align:center;font-weight:700;font-size:.8125rem;border:1.5px solid currentColor;border-radius:4px;padding:.05rem .4rem;margin-right:.3rem}
.method.get{color:var(--get)}.method.post{color:var(--post)}.method.put{color:var(--put)}.method.delete{color:var(--delete)}
:not(pre)>code.path{background:none;padding:0;font-size:.9375em}
.label{color:var(--soft);font-size:.875rem;font-weight:600;margin-right:.4rem}
.codes{line-height:2}
.required{color:var(--put);font-size:.8125rem;font-weight:600;white-space:nowrap}
table{width:100%;border-collapse:collapse;margin:.7rem 0 1rem;font-size:.9375rem}
caption{text-align:left;color:var(--soft);font-size:.875rem;font-weight:600;padding-bottom:.2rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .7rem .4rem 0;border-top:1px solid var(--line);font-weight:400}
thead th{color:var(--soft);font-size:.8125rem;border-top:0;padding-block:.2rem}
.fields th:first-child{width:28%}.fields td:nth-child(2){width:28%}
.fields thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.index th{font-weight:600;padding-top:.8rem;border-top:0}
.grounds td:first-child{width:38%}.grounds td:last-child{width:46%}
.words td:first-child{width:28%}.words td:last-child{width:36%}
.pattern{color:var(--soft);font-size:.75rem}
details>summary{cursor:pointer;color:var(--accent);padding:.15rem 0}
dl{margin:.8rem 0}
dt{font-weight:600}
dd{margin:.1rem 0 .8rem;color:var(--ink)}
.kinds{display:grid;gap:.8rem;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr))}
.kinds>div{border:1px solid var(--line);border-radius:8px;padding:.7rem .9rem;background:var(--shade)}
.kinds dd{margin-bottom:0}
.index td:first-child{width:5rem}.index td{padding-block:.25rem}
.journey{counter-reset:step;list-style:none;padding:0;border-left:3px solid var(--accent)}
.journey li{padding:.35rem 0 .35rem 1rem;display:flex;flex-wrap:wrap;gap:.2rem 1rem}
.journey a{min-width:11rem}
footer{border-top:1px solid var(--line);margin-top:3rem;padding-top:1rem;color:var(--soft);font-size:.875rem}
@media (min-width:64rem){.frame{display:grid;grid-template-columns:17rem minmax(0,1fr);gap:3rem}
nav.side{display:block;position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:1.5rem .5rem 2rem 2px}
nav.fold{display:none}}
@media (max-width:40rem){table,tbody,tr,td,th[scope=row]{display:block}thead{display:none}
.fields th:first-child,.fields td:nth-child(2){width:auto}
tr{border-top:1px solid var(--line);padding:.5rem 0}
th[scope=row],td{border:0;padding:.1rem 0}
td[data-label]:not(:first-child)::before{content:attr(data-label) " ";color:var(--soft);font-size:.8125rem;margin-right:.3rem}
.index td{display:inline}.index td:last-child{display:block}.index .method{margin-right:.5rem}
.operation{padding:.8rem .8rem}.journey a{min-width:0}}
@media print{nav,.skip{display:none}.operation,.type-entry{break-inside:avoid}details>*{display:block}}
`.trim();
