using System.Globalization;
using Headgate.Gate;

namespace Headgate.Engine.Demo;

/// <summary>Finds, among what a gate left out, a few records worth looking at, and explains them.</summary>
internal sealed class DemoExamples(Session session, SampleNetwork network, DemoGate gate, Bounds bounds)
{
    private const string PrivateMessage = "private-message";

    private readonly Moment moment = session.MomentOf(null, null);

    public IReadOnlyList<DemoExample> Explain()
    {
        Search[] searches =
        [
            new("Written by somebody under 18", "denied:minors", record => record is { Kind: "post", Visibility: "public", OtherPeople: [] }),
            new("The author did not object, but somebody mentioned in it did", "objected", record => record is { Kind: "post", Visibility: "public" } && !HasObjected(record.Author) && record.OtherPeople.Any(HasObjected)),
            new("A public post that passes on a private message", "denied:private-messages", record => record is { Visibility: "public", DerivedFrom: not null } && record.Kind != PrivateMessage),
        ];
        foreach (var row in ImportFile.Read(Path.Combine(gate.Out, "denied.parquet"), bounds))
        {
            var reason = row.Text("reason");
            foreach (var search in searches.Where(search => !search.IsOver && search.Reason == reason))
                if (row.Text("record_id") is ['r', .. var digits] && network.Record(long.Parse(digits, CultureInfo.InvariantCulture)) is var record && search.Fits(record))
                {
                    search.IsOver = !HasObjected(record.Author);
                    if (search.IsOver || search.Found is null) search.Found = record;
                }
            if (searches.All(search => search.IsOver)) break;
        }
        if (searches.All(search => search.Found is null)) return [];
        using var records = new RecordLookup(ContentFiles.Find(gate.Input), [], ContentMap.Default, bounds);
        return [.. searches.Where(search => search.Found is not null).Select(search => Explain(search.Title, search.Found!, records))];
    }

    private DemoExample Explain(string title, SampleRecord record, RecordLookup records)
    {
        var explanation = Explanation.Of(session, records, record.Id, LinkedInTimeline.Purpose, moment);
        var ids = explanation.Findings.Select(finding => finding.Subject?.Value).Append(record.Author).OfType<string>().Distinct(StringComparer.Ordinal);
        return new(title, record, ids.Where(id => NumberOf(id) is not null).ToDictionary(id => id, id => network.Person(NumberOf(id)!.Value).Name, StringComparer.Ordinal), explanation);
    }

    private bool HasObjected(string? id) =>
        SubjectId.From(id) is { } subject && StandingFold.At(session.Store.Of(subject, moment.AsOf), moment.At) is { } standing
        && standing.ObjectedSince(session.TermsOf(LinkedInTimeline.Purpose, moment).Purpose) is not null;

    private int? NumberOf(string id) =>
        id is ['m', .. var digits] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < network.People ? number : null;

    private sealed record Search(string Title, string Reason, Func<SampleRecord, bool> Fits)
    {
        public SampleRecord? Found { get; set; }

        /// <summary>Whether what was found has no second reason that would distract.</summary>
        public bool IsOver { get; set; }
    }
}
