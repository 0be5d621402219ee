using System.CommandLine;
using System.Globalization;
using Headgate.Engine;

namespace Headgate.Cli.Commands;

/// <summary><c>headgate trace</c></summary>
internal static class TraceCommand
{
    public static Command Build()
    {
        var subject = new Argument<string>("SUBJECT") { Description = "whose records to look for" };
        return Verb.Of("trace", "Lists the data sets, permits and models that hold somebody's records.", "headgate trace ann", [subject], (parsed, output, cancellation) =>
        {
            using var session = Common.Open(parsed);
            using var temp = new TempFolder();
            var trace = Tracing.Of(session, parsed.GetValue(subject)!, PhraseWork.With(new()), TrainCommand.Limits(temp.Path), cancellation);
            foreach (var set in trace.DataSets) output.Say(Words($"data set {set.Path}: {set.Records:N0} records{Through(set)}, for {set.Purpose}"));
            foreach (var permit in trace.Permits) output.Say(Words($"permit {permit.Id} for {permit.Run} on {permit.DataSet}: {permit.State}, {permit.Records:N0} records"));
            foreach (var model in trace.Models) output.Say(Words($"model {model.Path}: {model.Records:N0} records, for {model.Purpose}; `headgate forget {model.Path} {trace.Subject}` takes them out"));
            if (trace.DataSets.Count + trace.Models.Count == 0) output.Say("no data set or model that is known holds their records");
            foreach (var missing in trace.NotFound) output.Say($"`{missing}` does not lie where it was put");
            foreach (var unknown in trace.NotIndexed) output.Say($"`{unknown}` could not be read: nothing can be said of it");
            output.Document(new
            {
                subject = trace.Subject,
                data_sets = trace.DataSets.Select(Document),
                permits = trace.Permits.Select(permit => new { id = permit.Id.ToString(CultureInfo.InvariantCulture), data_set = permit.DataSet, run = permit.Run, state = permit.State, records = permit.Records }),
                models = trace.Models.Select(Document),
                not_found = trace.NotFound,
                not_indexed = trace.NotIndexed,
            });
            return 0;
        });
    }

    private static object Document(TracedPlace place) => new { path = place.Path, purpose = place.Purpose, records = place.Records, through = place.Through, position = place.Position, at = place.At.ToString() };

    private static string Through(TracedPlace place) => place.Through == 0 ? "" : Words($" and {place.Through:N0} that derive from such");

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
