using System.Text;
using System.Text.Json;
using Headgate.Engine;

namespace Headgate.Server;

/// <summary>A question in its usual form, read where it lies without making objects of it. What is of any other form (an escape, a name twice or unknown, letters beyond ASCII, sources, signals) is left to <see cref="AuthZenRequest"/> and <see cref="RecordReading"/>, which say what it means.</summary>
/// <param name="body">The whole body, which the reader reads.</param>
internal ref struct QuickQuestion(ReadOnlySpan<byte> body)
{
    private const int MostOthers = 16;
    private const int LongestTime = 64;

    private readonly ReadOnlySpan<byte> body = body;
    private Piece subject, action, record, author, others, kind, visibility, service, labels, created, collected;

    /// <summary>Whether subject, action and resource are there.</summary>
    public readonly bool IsWhole => !subject.IsEmpty && !action.IsEmpty && !record.IsEmpty;

    public readonly ReadOnlySpan<byte> Action => Of(action);

    /// <summary>Reads the value of a member of a question; the reader stands on its name.</summary>
    /// <returns>False where it is of another form, or no entity.</returns>
    public bool TryRead(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped) return false;
        if (reader.ValueSpan.SequenceEqual("subject"u8)) return TryEntity(ref reader, "member"u8, out subject);
        if (reader.ValueSpan.SequenceEqual("resource"u8)) return TryResource(ref reader);
        return reader.ValueSpan.SequenceEqual("action"u8) && TryAction(ref reader);
    }

    /// <summary>The code of the decision's reason among those of the terms.</summary>
    /// <returns>-1 where the reference must be asked, or the question was of another form after all.</returns>
    public readonly int Decide(DecisionView view, CompiledTerms terms)
    {
        Span<int> people = stackalloc int[MostOthers + 1];
        if (!TryTime(Of(created), out var made) || !TryTime(Of(collected), out var taken) || !TryOthers(view, people, out var count)) return -1;
        // Whoever is asked about is judged, whatever the record says of them.
        if (!author.IsEmpty && !Of(author).SequenceEqual(Of(subject))) people[count++] = view.Find(Of(subject));
        return view.Decide(terms, new Asked
        {
            Author = view.Find(Of(author.IsEmpty ? subject : author)),
            Others = people[..count],
            Kind = kind.IsEmpty ? terms.UnknownKind : terms.KindOf(Of(kind)),
            Visibility = visibility.IsEmpty ? terms.UnknownVisibility : terms.VisibilityOf(Of(visibility)),
            Service = service.IsEmpty ? terms.UnknownService : terms.ServiceOf(Of(service)),
            Labels = LabelsOf(terms),
            Created = made,
            Collected = taken,
        });
    }

    private readonly ReadOnlySpan<byte> Of(Piece piece) => body.Slice(piece.First, piece.Length);

    private readonly bool TryEntity(ref Utf8JsonReader reader, ReadOnlySpan<byte> wanted, out Piece id)
    {
        id = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        var hasType = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped) return false;
            if (!hasType && reader.ValueSpan.SequenceEqual("type"u8)) hasType = TryText(ref reader, out var type) && Of(type).SequenceEqual(wanted);
            else if (!id.IsEmpty || !reader.ValueSpan.SequenceEqual("id"u8) || !TryText(ref reader, out id)) return false;
        }
        return hasType && !id.IsEmpty;
    }

    private bool TryAction(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.StartObject
        && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && !reader.ValueIsEscaped && reader.ValueSpan.SequenceEqual("name"u8) && TryText(ref reader, out action)
        && reader.Read() && reader.TokenType == JsonTokenType.EndObject;

    private bool TryResource(ref Utf8JsonReader reader)
    {
        record = author = others = kind = visibility = service = labels = created = collected = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        var (hasType, hasProperties) = (false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueIsEscaped) return false;
            var name = reader.ValueSpan;
            if (!hasType && name.SequenceEqual("type"u8)) hasType = TryText(ref reader, out var type) && Of(type).SequenceEqual("record"u8);
            else if (!hasProperties && name.SequenceEqual("properties"u8)) hasProperties = TryProperties(ref reader);
            else if (!record.IsEmpty || !name.SequenceEqual("id"u8) || !TryText(ref reader, out record)) return false;
        }
        return hasType && !record.IsEmpty;
    }

    private bool TryProperties(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            if (reader.ValueIsEscaped || !TryProperty(ref reader, reader.ValueSpan))
                return false;
        return reader.TokenType == JsonTokenType.EndObject;
    }

    private bool TryProperty(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 4 when name.SequenceEqual("kind"u8): return kind.IsEmpty && TryText(ref reader, out kind);
            case 6 when name.SequenceEqual("labels"u8): return labels.IsEmpty && TryList(ref reader, out labels);
            case 6 when name.SequenceEqual("author"u8): return author.IsEmpty && TryText(ref reader, out author);
            case 7 when name.SequenceEqual("service"u8): return service.IsEmpty && TryText(ref reader, out service);
            case 7 when name.SequenceEqual("created"u8): return created.IsEmpty && TryText(ref reader, out created);
            case 9 when name.SequenceEqual("collected"u8): return collected.IsEmpty && TryText(ref reader, out collected);
            case 10 when name.SequenceEqual("visibility"u8): return visibility.IsEmpty && TryText(ref reader, out visibility);
            case 12 when name.SequenceEqual("other_people"u8): return others.IsEmpty && TryList(ref reader, out others);
            default: return false;
        }
    }

    /// <summary>A text that is not empty, of ASCII alone and without escapes.</summary>
    private static bool TryText(ref Utf8JsonReader reader, out Piece text)
    {
        text = default;
        if (!reader.Read() || !IsPlain(ref reader)) return false;
        text = new((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        return true;
    }

    private static bool IsPlain(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && !reader.ValueIsEscaped && reader.ValueSpan.Length > 0 && Ascii.IsValid(reader.ValueSpan);

    /// <summary>A list of such texts, with its brackets.</summary>
    private static bool TryList(ref Utf8JsonReader reader, out Piece list)
    {
        list = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) return false;
        var first = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            if (!IsPlain(ref reader))
                return false;
        list = new(first, (int)reader.BytesConsumed - first);
        return true;
    }

    private static bool TryTime(ReadOnlySpan<byte> text, out Instant? time)
    {
        time = null;
        if (text.IsEmpty) return true;
        Span<char> letters = stackalloc char[LongestTime];
        if (text.Length > LongestTime || !Instant.TryParse(letters[..Encoding.ASCII.GetChars(text, letters)], out var parsed)) return false;
        time = parsed;
        return true;
    }

    private readonly int LabelsOf(CompiledTerms terms)
    {
        if (labels.IsEmpty) return terms.UnknownLabels;
        var named = CompiledTerms.NoLabels;
        if (labels.Length == "[]".Length) return named;
        var reader = new Utf8JsonReader(Of(labels));
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.String;) named |= terms.LabelOf(reader.ValueSpan);
        return named;
    }

    /// <param name="people">Is given their numbers.</param>
    private readonly bool TryOthers(DecisionView view, Span<int> people, out int count)
    {
        count = 0;
        if (others.Length <= "[]".Length) return true;
        var reader = new Utf8JsonReader(Of(others));
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.String;)
        {
            if (count == MostOthers) return false;
            people[count++] = view.Find(reader.ValueSpan);
        }
        return true;
    }

    /// <summary>Where something lies in the body.</summary>
    private readonly record struct Piece(int First, int Length)
    {
        public bool IsEmpty => Length == 0;
    }
}
