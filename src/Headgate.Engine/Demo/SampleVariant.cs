using System.Globalization;

namespace Headgate.Engine.Demo;

/// <summary>A grammar as one profession or region speaks it.</summary>
internal sealed class SampleVariant(Dictionary<string, SampleSymbol> symbols)
{
    [ThreadStatic]
    private static Growth? growth;

    public bool Has(string symbol) => symbols.TryGetValue(symbol, out var found) && found.Alternatives.Length > 0;

    public IEnumerable<string> Symbols => symbols.Keys;

    /// <summary>Grows a text. Within it no symbol takes the same alternative twice in a row.</summary>
    public string Grow(string symbol, ref SampleRandom random, string name = "", string city = "")
    {
        var text = growth ??= new();
        text.Begin(symbols.Count, name, city);
        text.Add(symbols[symbol], ref random);
        return text.ToString();
    }

    private sealed class Growth
    {
        private char[] characters = new char[1024];
        private int length;
        private int[] lastTaken = [];
        private string name = "";
        private string city = "";

        public void Begin(int symbols, string givenName, string givenCity)
        {
            (length, name, city) = (0, givenName, givenCity);
            if (lastTaken.Length < symbols) lastTaken = new int[symbols];
            Array.Clear(lastTaken);
        }

        public void Add(SampleSymbol symbol, ref SampleRandom random)
        {
            var alternatives = symbol.Alternatives;
            if (alternatives.Length == 0) throw new InvalidDataException($"a symbol without alternatives for this variant (number {symbol.Ordinal})");
            var taken = random.Below(alternatives.Length);
            if (taken + 1 == lastTaken[symbol.Ordinal]) taken = (taken + 1) % alternatives.Length;
            lastTaken[symbol.Ordinal] = taken + 1;
            foreach (ref readonly var part in alternatives[taken].AsSpan())
            {
                var from = length;
                if (part.Literal is not null) Append(part.Literal);
                else if (part.Symbol is not null) Add(part.Symbol, ref random);
                else if (part.Given is not null) Append(part.Given == "name" ? name : city);
                else Append(random.Between(part.From, part.To));
                if (part.Capital) Capitalise(from);
            }
        }

        public override string ToString() => new(characters, 0, length);

        private void Append(string words)
        {
            Room(words.Length);
            words.CopyTo(characters.AsSpan(length));
            length += words.Length;
        }

        private void Append(int number)
        {
            Room(12);
            number.TryFormat(characters.AsSpan(length), out var written, provider: CultureInfo.InvariantCulture);
            length += written;
        }

        private void Capitalise(int at)
        {
            if (at < length) characters[at] = char.ToUpperInvariant(characters[at]);
        }

        private void Room(int more)
        {
            if (length + more > characters.Length) Array.Resize(ref characters, Math.Max(characters.Length * 2, length + more));
        }
    }
}
