/** The page's only style; nothing is fetched from anywhere. Contrast is AA or better in both schemes. */
export const style = `
:root{color-scheme:light dark;--ink:#1b2530;--soft:#4d5a68;--paper:#fff;--shade:#f4f6f8;--line:#c3ccd5;--accent:#14508f;
--good:#0b6150;--bad:#9b1c31;--mark:#fff3d6;--mark-ink:#5c3d00;--mark-line:#d9a520}
@media (prefers-color-scheme:dark){:root{--ink:#e4e9ee;--soft:#a9b5c1;--paper:#12171c;--shade:#1a2127;--line:#46535f;--accent:#8fbef5;
--good:#62d2b6;--bad:#ff9aa8;--mark:#3a2e12;--mark-ink:#ffdf9e;--mark-line:#8a6a1c}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
p.notice{margin:0;background:var(--mark);color:var(--mark-ink);border-bottom:2px solid var(--mark-line);padding:.5rem 1rem;text-align:center;font-weight:600}
header>div,main{max-width:46rem;margin:auto;padding:0 1rem}
header>div{display:flex;flex-wrap:wrap;gap:.2rem 1rem;align-items:baseline;justify-content:space-between;padding-block:1.2rem}
h1{font-size:1.5rem;line-height:1.25;margin:0}
h1 small{font-size:1rem;font-weight:400;color:var(--soft);margin-right:.6rem}
h2{font-size:1.1875rem;margin:2rem 0 .4rem}
h3{font-size:1rem;margin:1.2rem 0 .3rem}
p{margin:.4rem 0}
.soft{color:var(--soft);font-size:.9375rem}
.drop{display:block;border:2px dashed var(--line);border-radius:10px;background:var(--shade);padding:1.6rem 1rem;text-align:center;margin:1rem 0;cursor:pointer}
.drop.over{border-color:var(--accent);border-style:solid}
.drop b{display:block;font-size:1.0625rem}
.drop input{display:block;margin:.8rem auto 0;max-width:100%;font:inherit}
textarea{width:100%;min-height:5.2rem;font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:inherit;background:var(--shade);border:1px solid var(--line);border-radius:6px;padding:.5rem;overflow-wrap:anywhere}
.result{border:1px solid var(--line);border-left:6px solid var(--line);border-radius:8px;padding:.8rem 1.1rem 1rem;margin:1rem 0}
.result.proved{border-left-color:var(--good)}.result.fault{border-left-color:var(--bad)}
.headline{font-size:1.25rem;font-weight:700;margin:0}
.proved .headline{color:var(--good)}.fault .headline{color:var(--bad)}
ul.checks{list-style:none;margin:0;padding:0}
ul.checks>li{padding-left:1.6rem;text-indent:-1.6rem;margin:.15rem 0}
ul.checks>li>b{display:inline-block;width:1.6rem;text-indent:0}
li.proved>b{color:var(--good)}li.fault>b,li.fault>span{color:var(--bad)}li.unchecked{color:var(--soft)}
ul.checks ul{margin:.1rem 0 .4rem;padding-left:1.2rem;text-indent:0}
dl{margin:0;display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.2rem 1rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}dd.whole{grid-column:1/-1}
ul.notes{margin:0;padding-left:1.2rem;font-size:.9375rem}
main{padding-bottom:4rem}
@media (max-width:36rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}}
`.trim();
