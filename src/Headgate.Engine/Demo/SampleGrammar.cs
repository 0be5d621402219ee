using System.Collections.Concurrent;

namespace Headgate.Engine.Demo;

/// <summary>A small grammar from which texts grow: symbols with alternatives, some of them a variant's own (a profession's, a region's).</summary>
/// <remarks>
/// <c>== nurse welder</c> begins what holds for these variants, <c>==</c> alone what holds for all; <c>symbol: one | two</c> gives alternatives,
/// a line that begins with <c>|</c> goes on; <c>{symbol}</c> grows one, <c>{^symbol}</c> with a capital, <c>{3..40}</c> is a number, <c>{name}</c> and <c>{city}</c> are given.
/// A variant's own alternatives of a symbol replace the general ones.
/// </remarks>
internal sealed class SampleGrammar
{
    private static readonly ConcurrentDictionary<string, SampleGrammar> Loaded = new(StringComparer.Ordinal);

    private readonly Dictionary<(string Variant, string Symbol), List<string>> written = [];
    private readonly List<string> variants = [];
    private readonly ConcurrentDictionary<string, SampleVariant> compiled = new(StringComparer.Ordinal);

    private SampleGrammar(string text)
    {
        string[] current = [""];
        var symbol = "";
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("//", StringComparison.Ordinal)) continue;
            if (line.StartsWith("==", StringComparison.Ordinal))
            {
                var named = line[2..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                current = named is [] ? [""] : named;
                variants.AddRange(named.Except(variants));
                continue;
            }
            var rest = line;
            if (line[0] != '|')
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                (symbol, rest) = (line[..colon], line[(colon + 1)..]);
            }
            foreach (var variant in current)
            {
                if (!written.TryGetValue((variant, symbol), out var alternatives)) written[(variant, symbol)] = alternatives = [];
                alternatives.AddRange(rest.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            }
        }
    }

    /// <summary>The grammar of a text that the demo carries, such as <c>de</c> or <c>people</c>.</summary>
    public static SampleGrammar Load(string name) => Loaded.GetOrAdd(name, static name => new(DemoResources.Text($"texts/{name}.txt")));

    /// <summary>The variants that have words of their own, in order of appearance.</summary>
    public IReadOnlyList<string> Variants => variants;

    public SampleVariant this[string variant] => compiled.GetOrAdd(variant, static (name, grammar) => grammar.Compile(name), this);

    private SampleVariant Compile(string variant)
    {
        var symbols = new Dictionary<string, SampleSymbol>(StringComparer.Ordinal);
        foreach (var ((_, name), _) in written) symbols.TryAdd(name, new(symbols.Count));
        foreach (var (name, symbol) in symbols)
            if ((written.GetValueOrDefault((variant, name)) ?? written.GetValueOrDefault(("", name))) is { } alternatives)
                symbol.Alternatives = [.. alternatives.Select(alternative => Parts(alternative, symbols).ToArray())];
        return new(symbols);
    }

    private static IEnumerable<SamplePart> Parts(string text, Dictionary<string, SampleSymbol> symbols)
    {
        while (text.Length > 0)
        {
            var open = text.IndexOf('{', StringComparison.Ordinal);
            if (open != 0) yield return new() { Literal = open < 0 ? text : text[..open] };
            if (open < 0) yield break;
            var close = text.IndexOf('}', open);
            yield return Slot(text[(open + 1)..close], symbols);
            text = text[(close + 1)..];
        }
    }

    private static SamplePart Slot(string slot, Dictionary<string, SampleSymbol> symbols)
    {
        var capital = slot[0] == '^';
        if (capital) slot = slot[1..];
        if (slot is "name" or "city") return new() { Given = slot, Capital = capital };
        if (slot.Split("..") is [var from, var to])
            return new() { From = int.Parse(from, System.Globalization.CultureInfo.InvariantCulture), To = int.Parse(to, System.Globalization.CultureInfo.InvariantCulture) };
        return symbols.TryGetValue(slot, out var symbol)
            ? new() { Symbol = symbol, Capital = capital }
            : throw new InvalidDataException($"no such symbol in the grammar: {{{slot}}}");
    }
}

/// <summary>A symbol of a grammar as one variant sees it.</summary>
internal sealed class SampleSymbol(int ordinal)
{
    public int Ordinal { get; } = ordinal;

    public SamplePart[][] Alternatives { get; set; } = [];
}

/// <summary>A piece of an alternative: words, a symbol, a number or something given.</summary>
internal readonly record struct SamplePart
{
    public string? Literal { get; init; }

    public SampleSymbol? Symbol { get; init; }

    public string? Given { get; init; }

    public bool Capital { get; init; }

    public int From { get; init; }

    public int To { get; init; }
}
