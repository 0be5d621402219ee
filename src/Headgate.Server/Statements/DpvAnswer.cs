using System.Text.Json;

namespace Headgate.Server;

/// <summary>What is known of one person as JSON-LD in the Data Privacy Vocabulary 2.3: a consent record a consent, a record of a right that was exercised an objection, and the notices that reached them.</summary>
internal sealed class DpvAnswer(string subject, Standing standing, Policy? policy, string ledger) : IResult
{
    private const string Profile = "https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = "application/ld+json";
        httpContext.Response.Headers.CacheControl = "no-store";
        var json = new Utf8JsonWriter(httpContext.Response.BodyWriter, new() { Indented = true });
        await using (json.ConfigureAwait(false)) Write(json);
        await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("@context");
        foreach (var (prefix, name) in ((string, string)[])[("dpv", "https://w3id.org/dpv#"), ("ai", "https://w3id.org/dpv/ai#"), ("eu-gdpr", "https://w3id.org/dpv/legal/eu/gdpr#"), ("dct", "http://purl.org/dc/terms/")])
            json.WriteString(prefix, name);
        json.WriteEndObject();
        json.WriteStartArray("@graph");
        foreach (var choice in standing.Choices.Where(choice => choice.Choice != Choice.Unset)) Record(json, choice);
        foreach (var served in standing.Notices) Notice(json, served);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Record(Utf8JsonWriter json, StandingChoice choice)
    {
        var objected = choice.Choice == Choice.Objected;
        var purpose = policy?.Purposes.GetValueOrDefault(choice.Purpose);
        json.WriteStartObject();
        json.WriteString("@type", objected ? "dpv:RightExerciseRecord" : "dpv:ConsentRecord");
        if (!objected) json.WriteString("dct:conformsTo", Profile);
        json.WriteString("dct:identifier", $"{ledger}/{choice.Purpose}");
        Person(json);
        json.WriteString("dct:date", choice.Since.ToString());
        if (objected)
        {
            Id(json, "dpv:isExerciseOf", "eu-gdpr:A21");
            Id(json, "dpv:hasStatus", "dpv:LegitimateInterestObjected");
        }
        else Id(json, "dpv:hasStatus", "dpv:ConsentGiven");
        json.WriteStartObject("dpv:hasProcess");
        json.WriteString("@type", "dpv:Process");
        json.WriteStartObject("dpv:hasPurpose");
        if (purpose?.Dpv is { } term) json.WriteString("@type", term);
        json.WriteString("dct:title", purpose?.Title ?? choice.Purpose);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("dpv:hasNotice");
        foreach (var served in standing.Notices) json.WriteStringValue(served.Notice.ToString());
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Notice(Utf8JsonWriter json, ServedNotice served)
    {
        json.WriteStartObject();
        json.WriteString("@type", "dpv:PrivacyNotice");
        json.WriteString("dct:identifier", served.Notice.ToString());
        Person(json);
        json.WriteStartArray("dct:date");
        foreach (var time in served.Times) json.WriteStringValue(time.ToString());
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Person(Utf8JsonWriter json)
    {
        json.WriteStartObject("dpv:hasDataSubject");
        json.WriteString("@type", "dpv:DataSubject");
        json.WriteString("dct:identifier", subject);
        json.WriteEndObject();
    }

    private static void Id(Utf8JsonWriter json, string name, string id)
    {
        json.WriteStartObject(name);
        json.WriteString("@id", id);
        json.WriteEndObject();
    }
}
