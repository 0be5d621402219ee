using System.Globalization;
using System.Text.Json;

namespace Headgate.Engine.Demo;

/// <summary>Writes a sample network as the files that <c>headgate members</c>, <c>choices</c>, <c>notice</c> and <c>gate</c> read. Each answers how many lines it wrote.</summary>
public static class SampleNetworkFiles
{
    /// <summary>People: <c>subject, name, headline, regions, source, born | age, age_on | age_band, age_on, status, language, joined</c>; a line more for whoever has a second source.</summary>
    public static long WriteMembers(SampleNetwork network, Stream stream)
    {
        using var lines = new JsonLines(stream);
        for (var number = 0; number < network.People; number++)
        {
            var person = network.Person(number);
            if (person.Claims.Count == 0) Member(lines, person, null);
            foreach (var claim in person.Claims) Member(lines, person, claim);
        }
        return lines.Count;
    }

    /// <summary>Choices made after <paramref name="from"/> and no later than <paramref name="to"/>: <c>subject, purpose, choice, at, channel</c>.</summary>
    public static long WriteChoices(SampleNetwork network, Stream stream, Instant from, Instant to)
    {
        using var lines = new JsonLines(stream);
        foreach (var choice in network.Choices(from, to))
        {
            var json = lines.Begin();
            json.WriteString("subject"u8, choice.Subject);
            json.WriteString("purpose"u8, choice.Purpose);
            json.WriteString("choice"u8, choice.Choice switch { Choice.Consented => "consented", Choice.Objected => "objected", _ => "unset" });
            At(json, choice.At);
            json.WriteString("channel"u8, choice.Channel);
            lines.End();
        }
        return lines.Count;
    }

    /// <summary>Notices served after <paramref name="from"/> and no later than <paramref name="to"/>: <c>subject, at</c>.</summary>
    public static long WriteServed(SampleNetwork network, Stream stream, Instant from, Instant to) => WriteMail(network.Served(from, to), stream);

    /// <summary>Notices that came back after <paramref name="from"/> and no later than <paramref name="to"/>: <c>subject, at</c>.</summary>
    public static long WriteBounced(SampleNetwork network, Stream stream, Instant from, Instant to) => WriteMail(network.Bounced(from, to), stream);

    /// <summary>Records numbered from <paramref name="from"/> up to but not including <paramref name="to"/>, under the default column names, with <c>title</c> and <c>language</c>.</summary>
    public static long WriteContent(SampleNetwork network, Stream stream, long from, long to)
    {
        using var lines = new JsonLines(stream);
        for (var number = from; number < to; number++) Record(lines, network.Record(number));
        return lines.Count;
    }

    /// <summary>Photos numbered from <paramref name="from"/> up to but not including <paramref name="to"/>: as content, with <c>image, alt_text, camera, width, height, taken, iptc_data_mining</c>.</summary>
    public static long WritePhotos(SampleNetwork network, Stream stream, long from, long to)
    {
        using var lines = new JsonLines(stream);
        for (var number = from; number < to; number++) Record(lines, network.Photo(number));
        return lines.Count;
    }

    /// <summary>The picture files, where <c>image</c> says, below the directory in which the photos' records lie.</summary>
    public static long WritePictures(SampleNetwork network, string directory)
    {
        Directory.CreateDirectory(Path.Combine(directory, "photos"));
        for (var number = 0; number < network.Pictures; number++)
            File.WriteAllBytes(Path.Combine(directory, "photos", number.ToString("D3", CultureInfo.InvariantCulture) + ".png"), network.Picture(number));
        return network.Pictures;
    }

    private static void Member(JsonLines lines, SamplePerson person, SampleClaim? claim)
    {
        var json = lines.Begin();
        json.WriteString("subject"u8, person.Id);
        json.WriteString("name"u8, person.Name);
        json.WriteString("headline"u8, person.Headline);
        if (claim is { Regions: null }) json.WriteNull("regions"u8);
        if (claim is { Regions: { } regions }) List(json, "regions", regions);
        if (claim is not null) json.WriteString("source"u8, claim.Source);
        if (person.Born is { } born) Day(json, "born", born);
        if (person.Age is { } age) json.WriteNumber("age"u8, age);
        if (person.AgeBand is { } band) json.WriteString("age_band"u8, band);
        if (person.AgeOn is { } on) Day(json, "age_on", on);
        if (person.Status is { } status) json.WriteString("status"u8, status);
        json.WriteString("language"u8, person.Language);
        Day(json, "joined", person.Joined);
        lines.End();
    }

    private static void Record(JsonLines lines, SampleRecord record)
    {
        var json = lines.Begin();
        json.WriteString("record_id"u8, record.Id);
        Text(json, "author", record.Author);
        List(json, "other_people", record.OtherPeople);
        Text(json, "kind", record.Kind);
        if (record.Labels is { } labels) List(json, "labels", labels);
        else json.WriteNull("labels"u8);
        Text(json, "visibility", record.Visibility);
        json.WriteString("service"u8, record.Service);
        if (record.Created is { } created) json.WriteString("created"u8, created.ToDateTimeOffset().UtcDateTime);
        else Text(json, "created", record.ImpossibleDate);
        Text(json, "derived_from", record.DerivedFrom);
        Text(json, "content_usage", record.ContentUsage);
        if (record.Photo is null) Text(json, "title", record.Title);
        json.WriteString("text"u8, record.Text);
        json.WriteString("language"u8, record.Language);
        if (record.Photo is { } photo) Photo(json, photo);
        lines.End();
    }

    private static void Photo(Utf8JsonWriter json, SamplePhoto photo)
    {
        json.WriteString("image"u8, photo.Image);
        json.WriteString("alt_text"u8, photo.AltText);
        json.WriteString("camera"u8, photo.Camera);
        json.WriteNumber("width"u8, photo.Width);
        json.WriteNumber("height"u8, photo.Height);
        Day(json, "taken", photo.Taken);
        Text(json, "iptc_data_mining", photo.DataMining);
    }

    private static long WriteMail(IEnumerable<(string Subject, Instant At)> mails, Stream stream)
    {
        using var lines = new JsonLines(stream);
        foreach (var (subject, at) in mails)
        {
            var json = lines.Begin();
            json.WriteString("subject"u8, subject);
            At(json, at);
            lines.End();
        }
        return lines.Count;
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null) json.WriteString(name, value);
    }

    private static void List(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void At(Utf8JsonWriter json, Instant at) => json.WriteString("at"u8, at.ToDateTimeOffset().UtcDateTime);

    private static void Day(Utf8JsonWriter json, string name, DateOnly day) => json.WriteString(name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
