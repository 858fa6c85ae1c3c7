internal import Charts

/// The looks of every page: light, dark and print.
enum StyleSheet {
  static let css = Palette.css + colors + text + cells + figures + print

  private static let colors = """
    :root{color-scheme:light dark;--code:#f6f7f8;--rule:#d9dce0;--link:#0058a3;--fail:#b3261e;\
    --fail-ground:#fdf1f0;--k:#8a2394;--s:#a3201a;--n:#1750b5;--c:#5b6670;--t:#00686e;--f:#6a4a00;\
    --p:#7a3e00;\
    --serif:"Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L",P052,Georgia,serif;\
    --sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;\
    --mono:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace}
    @media (prefers-color-scheme:dark){:root{--code:#1d2126;--rule:#3a4048;--link:#7ab8f5;\
    --fail:#ff8a80;--fail-ground:#2c1c1c;--k:#dd9ae8;--s:#f2a08f;--n:#9cc2ff;--c:#9aa4ae;\
    --t:#6fd0d0;--f:#e5c07b;--p:#f0a868}}
    @media print{:root{color-scheme:light;--code:#f6f7f8;--rule:#d9dce0;--link:#0058a3;\
    --fail:#b3261e;--fail-ground:#fff;--k:#8a2394;--s:#a3201a;--n:#1750b5;--c:#5b6670;--t:#00686e;\
    --f:#6a4a00;--p:#7a3e00}}

    """

  private static let text = """
    *{box-sizing:border-box}
    html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
    body{margin:0;background:var(--ground);color:var(--ink);font:1.125rem/1.58 var(--serif);\
    overflow-wrap:break-word}
    main{max-width:calc(68ch + 2.5rem);margin:0 auto;padding:2.5rem 1.25rem 5rem}
    h1,h2,h3,h4,h5,h6{font-family:var(--sans);line-height:1.22;text-wrap:balance;\
    margin:2.2em 0 .6em;font-weight:650}
    h1{font-size:2.1rem;margin:0 0 .5em;letter-spacing:-.015em}
    h2{font-size:1.45rem}
    h3{font-size:1.17rem}
    h4,h5,h6{font-size:1rem}
    p,ul,ol,blockquote,pre,table,figure{margin:0 0 1.05em}
    li>ul,li>ol{margin:.2em 0}
    a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:.06em}
    a:focus-visible,summary:focus-visible,[tabindex]:focus-visible{outline:2px solid var(--link);\
    outline-offset:2px}
    .anchor{color:var(--ink-soft);text-decoration:none;font-weight:400;opacity:0}
    :is(h2,h3,h4,h5,h6):hover .anchor,.anchor:focus{opacity:1}
    .skip{position:absolute;left:-99rem}
    .skip:focus{left:1rem;top:.5rem;background:var(--ground);padding:.4em .8em;z-index:1}
    blockquote{border-left:3px solid var(--rule);padding-left:1.1em;margin-left:0;\
    color:var(--ink-soft)}
    hr{border:0;border-top:1px solid var(--rule);margin:2.5em 0}
    img{max-width:100%;height:auto}
    code,pre{font-family:var(--mono);font-size:.86em}
    pre code{font-size:1em}
    :not(pre)>code{background:var(--code);padding:.08em .3em;border-radius:3px}
    summary>code{background:none!important;padding:0!important}
    header{margin-bottom:2.4em}
    .description{font-size:1.2rem;line-height:1.5;color:var(--ink-soft);margin-bottom:.7em}
    .byline{font:.92rem/1.5 var(--sans);color:var(--ink-soft)}
    table{border-collapse:collapse;font:.92rem/1.5 var(--sans);font-variant-numeric:tabular-nums}
    th,td{padding:.28em .9em .28em 0;text-align:left;vertical-align:baseline}
    thead th{border-bottom:1px solid var(--axis);font-weight:600}
    .left{text-align:left}.right{text-align:right}.center{text-align:center}
    .facts{font-size:.85rem;color:var(--ink-soft)}
    .facts caption{text-align:left;font-weight:600}
    .facts th{font-weight:400;padding-right:1.4em}
    .facts td{font-family:var(--mono);font-size:.95em;color:var(--ink);overflow-wrap:anywhere}
    .facts th,.facts td{padding-top:.05em;padding-bottom:.05em}
    .contents{font:.92rem/1.5 var(--sans);margin-bottom:2.4em}
    .contents h2{font-size:.85rem;margin:0 0 .4em;color:var(--ink-soft)}
    .contents ul{list-style:none;padding:0;margin:0}
    .contents li{margin:.18em 0}
    .contents .level-3{padding-left:1.1em}.contents .level-4{padding-left:2.2em}
    .contents a{text-decoration:none}.contents a:hover{text-decoration:underline}
    @media (min-width:1500px){.contents{position:fixed;top:2.6rem;left:1.5rem;width:14rem;\
    max-height:calc(100vh - 5rem);overflow-y:auto}}
    .scroll,.display-math{overflow-x:auto}
    .display-math{display:block;padding:.25em 0;overflow-y:hidden}
    math{font-family:"Latin Modern Math","STIX Two Math","Cambria Math",math}
    .value{font-variant-numeric:tabular-nums}
    .missing{color:var(--fail)}

    """

  private static let cells = """
    .cell{margin:1.5em 0}
    .cell>:last-child,.outputs>:last-child,figure>:last-child{margin-bottom:0}
    pre{overflow-x:auto;line-height:1.5;padding:.8em 1em;background:var(--code);border-radius:5px;\
    tab-size:4}
    pre.code,pre.shown,details.code{margin-bottom:0}
    pre.shown{margin-bottom:1.05em}
    details.code{background:var(--code);border-radius:5px}
    details.code>summary{padding:.5em 1em;cursor:pointer;overflow:hidden;white-space:nowrap;\
    text-overflow:ellipsis;color:var(--ink-soft)}
    .joined>.outputs{border-left:3px solid var(--rule);padding:.7em 0 .1em 1em;margin-left:.35em}
    .outputs pre.output{background:none;padding:0;border-radius:0;margin-bottom:.7em}
    .outputs pre.error{color:var(--ink-soft)}
    @media screen and (min-width:52rem){pre.code,pre.shown,details.code,pre.output{width:48rem}}
    .remark{font:.9rem/1.5 var(--sans);color:var(--ink-soft)}
    .failure{border-left:4px solid var(--fail);background:var(--fail-ground);padding:.8em 1em .1em;\
    border-radius:0 5px 5px 0}
    .failure.expected{border-color:var(--rule);background:none;padding-top:.1em}
    .failure p,.failure .notes{font:.92rem/1.5 var(--sans);margin-bottom:.6em}
    .failure .kind strong{color:var(--fail)}
    .failure.expected .kind strong{color:var(--ink)}
    .failure pre{background:none;padding:0;white-space:pre-wrap;margin-bottom:.7em}
    .place{font-family:var(--mono);font-size:.88em;color:var(--ink-soft)}
    .banner{border-left:4px solid var(--fail);background:var(--fail-ground);padding:.6em 1em;\
    font:.95rem/1.5 var(--sans)}
    .k{color:var(--k)}.s{color:var(--s)}.n{color:var(--n)}.c{color:var(--c);font-style:italic}
    .t{color:var(--t)}.f{color:var(--f)}.p{color:var(--p)}

    """

  private static let figures =
    HTMLTableRenderer.css + """
      figure{margin-left:0;margin-right:0}
      figcaption{font:.92rem/1.5 var(--sans);color:var(--ink-soft);margin:.5em 0}
      figcaption b{color:var(--ink)}
      .drawing svg{display:block;max-width:100%;height:auto;font-family:var(--sans)}
      .panels{display:grid;gap:1rem;grid-template-columns:repeat(var(--columns),minmax(0,1fr))}
      .wide{width:min(65rem,calc(100vw - 2.5rem));position:relative;left:50%;\
      transform:translateX(-50%);margin-bottom:.7em}
      @media (max-width:760px){.panels{grid-template-columns:minmax(0,1fr)}\
      .wide{width:auto;left:0;transform:none}}
      .outputs .scroll{margin-bottom:.7em}
      @media screen and (min-width:52rem){.outputs figure>.scroll,.outputs>.scroll\
      {width:max-content;min-width:100%;max-width:46rem}}
      .outputs table{margin-bottom:0}
      details.data{font:.85rem/1.5 var(--sans);color:var(--ink-soft);margin:.3em 0 .7em}
      details.data summary{cursor:pointer}
      details.data .scroll{max-height:22rem;overflow-y:auto}
      .figure-table th:first-child,.figure-table td:first-child{padding-left:0}
      .cards{list-style:none;padding:0;display:grid;gap:1.4rem;\
      grid-template-columns:repeat(auto-fill,minmax(min(19rem,100%),1fr))}
      .cards li{border:1px solid var(--rule);border-radius:6px;padding:1rem}
      .cards h2{font-size:1.12rem;margin:0 0 .35em}
      .cards p{font-size:.98rem;margin:0 0 .6em}
      @media (max-width:480px){body{font-size:1.0625rem}h1{font-size:1.7rem}\
      main{padding:1.5rem 1rem 3rem}.drawing{overflow-x:auto}\
      .drawing svg[width="640"]{min-width:34rem}.joined>.outputs{padding-left:.7em;margin-left:0}}
      @media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}

      """

  private static let print = """
    @media print{body{font-size:10.5pt}main{max-width:none;padding:0}.skip,.anchor,.contents,\
    details.data{display:none}.cell,figure,pre,table,.drawing{break-inside:avoid}\
    h2,h3,h4{break-after:avoid}pre{white-space:pre-wrap;border:1px solid var(--rule)}\
    details.code::details-content{content-visibility:visible;block-size:auto}\
    main a[href^="http"]::after{content:" (" attr(href) ")";font-size:.85em}\
    .wide{width:auto;left:0;transform:none}}

    """
}
