using System.Security.Cryptography;
using System.Text;
using Headgate.Engine;
using Headgate.Stores;
using Headgate.Tests.Gate;
using Xunit;

namespace Headgate.Tests.Campaigns;

/// <summary>A ledger whose policy asks for a notice, and people to tell.</summary>
internal sealed class CampaignPlace : IDisposable
{
    public const string Text = "# How we will use what you post\n\nYou can say no: {object}\n";
    public const string German = "# Wie wir verwenden, was Sie schreiben\n\nSie können widersprechen: {object}\n";
    public const string PublicUrl = "https://headgate.example.com";

    private const string Policy =
        """
        headgate: 1
        policy: told
        version: 1
        purposes:
          artificial-intelligence: { title: All of it, children: { train-generative-ai: { title: Train }, assist-writing: { title: Help } } }
        content: [post]
        labels: []
        services: [network, photos]
        notices: { gen-ai: { version: 1, title: How we will use what you post, text: gen-ai.md, languages: [en, de] } }
        rules:
          - grant: interest
            when: { purpose: train-generative-ai, visibility: public }
            basis: legitimate-interests
            after: { notice: gen-ai, window: 30d }
        """;

    public CampaignPlace(bool isPublished = true)
    {
        if (!isPublished) return;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
        Place.Record(Workplace.At("2025-01-01"), new NewStatement(new PolicyPublished(Policy, new Dictionary<string, string> { ["gen-ai"] = digest }, null)));
    }

    public Workplace Place { get; } = new();

    public Session Session => Place.Session;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static SubjectId Id(string subject) => SubjectId.From(subject)!.Value;

    /// <summary>Who is active, of a region, and of what birth.</summary>
    public CampaignPlace With(params IEnumerable<(string Subject, string Region)> people)
    {
        Place.Record(Workplace.At("2025-02-01"), people.Select(person => Workplace.Member(person.Subject, person.Region)));
        return this;
    }

    public void Chose(string subject, Choice choice, string purpose = Workplace.Purpose) => Place.Record(Session.Now, Workplace.Chose(subject, choice, "2025-11-01", purpose));

    public static CampaignRequest Request(CampaignRoute route = CampaignRoute.Smtp, string name = "autumn") => new(name, "gen-ai", route, [], null, null, null, [], [("en", Encoding.UTF8.GetBytes(Text)), ("de", Encoding.UTF8.GetBytes(German))]);

    public IReadOnlyDictionary<string, Contact> Contacts() => Session.Store.BySubject(Session.Store.Head.Size)
        .ToDictionary(one => one.Subject.Value, one => new Contact($"{one.Subject.Value}@example.com", one.Subject.Value[0] < 'd' ? "de-AT" : "fr", one.Subject.Value[0] < 'd' ? ["network"] : null));

    public (Campaign Campaign, CampaignReach Reach) Plan(CampaignRoute route = CampaignRoute.Smtp, string name = "autumn", Func<CampaignRequest, CampaignRequest>? change = null) =>
        CampaignPlan.Make(Session, (change ?? (request => request))(Request(route, name)), Contacts(), Cancellation);

    public Task<SendingOutcome> SendAsync(MailServer server, string name = "autumn", long? most = null, Action<string>? step = null) =>
        new CampaignSending(Session, name, MailRoute.Of(server.Url, "privacy@network.example"), PublicUrl) { Step = step }.RunAsync(most, null, _ => { }, Cancellation);

    public CampaignAccount Account(string name = "autumn") => CampaignAccount.Of(Session, name);

    /// <summary>When somebody was first served the notice; null where they were not.</summary>
    public Instant? Served(string subject) => StandingFold.At(Session.Store.Of(Id(subject), Session.Store.Head.Size), Session.Now)?.FirstServed(new("gen-ai", 1), Instant.MinValue);

    public void Dispose() => Place.Dispose();
}
