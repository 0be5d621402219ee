using System.Globalization;
using Headgate.Engine.Demo;
using Headgate.Engine.Scenarios;

namespace Headgate.Tests.Demo;

/// <summary>A sample network and the LinkedIn timeline as the reference evaluator sees them: what the demo will do through the ledger and the gate, in memory.</summary>
internal sealed class SampleWorld
{
    private static readonly List<Recorded> Acts = Replay();

    private readonly SampleNetwork network;
    private readonly Dictionary<string, List<Recorded>> said = new(StringComparer.Ordinal);

    public SampleWorld(SampleNetwork network)
    {
        this.network = network;
        People = [.. Enumerable.Range(0, network.People).Select(network.Person)];
        foreach (var person in People)
            foreach (var claim in person.Claims.DefaultIfEmpty(new("declared", null)))
                Say(person.Id, LinkedInTimeline.Start, Described(person, claim));
        foreach (var choice in network.Choices(Instant.MinValue, Instant.MaxValue)) Say(choice.Subject, choice.At, new ChoiceMade(Subject(choice.Subject), choice.Purpose, choice.Choice, choice.Channel));
        foreach (var (subject, at) in network.Served(Instant.MinValue, Instant.MaxValue)) Say(subject, at, new NoticeServed(Subject(subject), LinkedInTimeline.Notice));
        foreach (var (subject, at) in network.Bounced(Instant.MinValue, Instant.MaxValue)) Say(subject, at, new NoticeBounced(Subject(subject), LinkedInTimeline.Notice));
    }

    public IReadOnlyList<SamplePerson> People { get; }

    /// <summary>The verdict on every record and photo that exists at an instant.</summary>
    public IEnumerable<(SampleRecord Record, Reason Reason)> Gate(Instant at)
    {
        var standings = said.ToDictionary(pair => pair.Key, pair => StandingFold.At(pair.Value, at), StringComparer.Ordinal);
        var policy = Policy(at, subject => standings.GetValueOrDefault(subject.Value), id => id[0] == 'r' ? Record(network.Record(long.Parse(id.AsSpan(1), provider: CultureInfo.InvariantCulture))) : null);
        for (var number = 0L; number < network.RecordsBefore(at); number++) yield return Judged(network.Record(number));
        for (var number = 0L; number < network.PhotosBefore(at); number++) yield return Judged(network.Photo(number));

        (SampleRecord, Reason) Judged(SampleRecord record) => (record, policy.Decide(Record(record)).Reason);
    }

    /// <summary>The timeline's policy at an instant, for people and sources of one's own.</summary>
    public static ReferencePolicy Policy(Instant at, Func<SubjectId, Standing?> standingOf, Func<string, Record?> sourceOf)
    {
        var terms = Terms.Read(Acts, LinkedInTimeline.Purpose, at);
        return new(terms, new(terms), standingOf, sourceOf);
    }

    private static List<Recorded> Replay()
    {
        var acts = new List<Recorded>();
        var suspensions = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (step, done) in LinkedInTimeline.Story.Steps.SelectMany(step => step.Acts.Select(act => (step, act))))
        {
            switch (done)
            {
                case PublishAct { Refused: null } publish:
                    Act(new PolicyPublished(DemoResources.Policy(publish.File), new Dictionary<string, string>(), publish.Override));
                    break;
                case SuspendAct { Request: var pause } suspend:
                    suspensions[suspend.Name] = acts.Count;
                    Act(new Suspended(pause.Purpose, pause.Regions, pause.Regions, null, null, null, pause.Authority, pause.Reference));
                    break;
                case LiftAct { IsRefused: false } lift:
                    Act(new Lifted(suspensions[lift.Name], LinkedInTimeline.Notice, lift.Window, null));
                    break;
            }

            void Act(PublicAct act) => acts.Add(new(acts.Count, step.At, step.At, act));
        }
        return acts;
    }

    private void Say(string subject, Instant at, PersonalStatement statement)
    {
        if (!said.TryGetValue(subject, out var statements)) said[subject] = statements = [];
        statements.Add(new(statements.Count, at, at, statement));
    }

    private static MemberDescribed Described(SamplePerson person, SampleClaim claim) => new(
        Subject(person.Id), claim.Regions is { } regions ? [.. regions.Select(Region.Understand)] : [Region.Unknown], claim.Source,
        new(Birth(person)), person.Status is { } status ? Enum.Parse<SubjectStatus>(status, ignoreCase: true) : null);

    public static BirthRange? Birth(SamplePerson person) => person switch
    {
        { Born: { } born } => BirthRange.Born(born),
        { Age: { } age, AgeOn: { } on } => BirthRange.Aged(age, on),
        { AgeBand: { } band, AgeOn: { } on } => BirthRange.TryBand(band, on, out var range) ? range : throw new FormatException(band),
        _ => null,
    };

    private static Record Record(SampleRecord record) => new()
    {
        Id = record.Id,
        HasWrongType = record.ImpossibleDate is not null,
        Author = SubjectId.From(record.Author),
        Others = [.. record.OtherPeople.Select(SubjectId.From)],
        Kind = record.Kind,
        Labels = record.Labels,
        Visibility = record.Visibility,
        Service = record.Service,
        Created = record.Created,
        DerivedFrom = record.DerivedFrom is { } source ? [source] : [],
        Signals = new(record.ContentUsage is { } usage ? [usage] : [], false, record.Photo?.DataMining is not null, false),
    };

    private static SubjectId Subject(string id) => SubjectId.From(id)!.Value;
}
