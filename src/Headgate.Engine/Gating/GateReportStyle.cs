namespace Headgate.Engine;

/// <summary>What a gate run's page looks like: on a screen by day and night, wide and narrow, and in print.</summary>
internal static class GateReportStyle
{
    public const string Css =
        ":root{--ink:#1a1c20;--soft:#555b66;--line:#d5d8de;--ground:#fff;--trough:#e8eaee;--kept:#0f766e;--dropped:#b4530a;--note:#fff7ed}" +
        "@media(prefers-color-scheme:dark){:root{--ink:#e6e8ec;--soft:#a3a9b5;--line:#363a42;--ground:#16181c;--trough:#2a2e35;--kept:#2dd4bf;--dropped:#fb923c;--note:#2b2119}}" +
        "*{box-sizing:border-box}body{font:16px/1.5 system-ui,sans-serif;margin:0;color:var(--ink);background:var(--ground)}main{max-width:56rem;margin:0 auto;padding:2rem 1rem 4rem}" +
        "h1{font-size:1.7rem;line-height:1.2;margin:0 0 .6rem}h2{font-size:1.15rem;margin:2.4rem 0 .6rem}p{margin:.5rem 0}.lead{color:var(--soft)}" +
        ".note{background:var(--note);border-left:3px solid var(--dropped);padding:.5rem .8rem}" +
        "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}" +
        "th{font-weight:600;color:var(--soft);font-size:.85rem}th:first-child,td:first-child{padding-left:0}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}" +
        ".reasons td:last-child,.shares td:last-child{width:30%;min-width:5rem;vertical-align:middle}" +
        ".bar,.whole{background:var(--trough);height:.7rem;border-radius:.2rem;overflow:hidden}.whole{height:1.6rem;background:var(--dropped);margin:1rem 0 .4rem}.bar.both{background:var(--dropped)}" +
        ".bar i,.whole i{display:block;height:100%;background:var(--kept)}.bar i.dropped{background:var(--dropped)}" +
        ".key{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;font-size:.9rem;color:var(--soft)}.key i{display:inline-block;width:.8rem;height:.8rem;border-radius:.15rem;margin-right:.4rem}.key .kept{background:var(--kept)}.key .dropped{background:var(--dropped)}" +
        "code{font:.88em ui-monospace,monospace;overflow-wrap:anywhere}dl{display:grid;grid-template-columns:minmax(9rem,max-content) 1fr;gap:.35rem 1rem}dt{color:var(--soft)}dd{margin:0}cite{color:var(--soft);font-style:normal}" +
        "svg{display:block;width:100%;height:auto}svg text{fill:var(--soft);font:11px system-ui,sans-serif}svg .kept{fill:var(--kept)}svg .dropped{fill:var(--dropped)}svg line{stroke:var(--line)}" +
        "@media(max-width:34rem){.reasons th:nth-child(2),.reasons td:nth-child(2){display:none}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.6rem}td,th{padding:.35rem .4rem}}" +
        "@media print{@page{margin:16mm}:root{--ink:#000;--soft:#444;--line:#bbb;--ground:#fff;--trough:#eee;--kept:#0f766e;--dropped:#b4530a;--note:#fff}" +
        "body{font-size:10pt}main{max-width:none;padding:0}h2{break-after:avoid}tr,dt,dd,svg{break-inside:avoid}.bar,.whole,.key i,svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}}";
}
