using System.Text.Json;
using Headgate.Evidence;

namespace Headgate.Engine;

/// <summary>What became of a notice.</summary>
/// <param name="Digest">SHA-256 of its text, as the policy that declared it stated; null where none did.</param>
/// <param name="Served">Whom it reached; null for one to four people, of whom no count is given.</param>
/// <param name="Bounced">Whom it did not reach after all.</param>
/// <param name="Objected">Who objected to anything after it had reached them.</param>
public sealed record NoticeOutcome(NoticeVersion Notice, string? Digest, long? Served, long? Bounced, long? Objected);

/// <summary>What the company says beside its public acts. Nobody can prove it from the log without knowing who the people are.</summary>
/// <param name="Smallest">The smallest count of people that is given.</param>
public sealed record StatedBeside(IReadOnlyList<NoticeOutcome> Notices, int Smallest)
{
    private const int Few = 5;

    internal static StatedBeside Of(Session session, EvidenceAccount account, EvidenceScope? scope, Moment moment, bool exact, CancellationToken cancellation)
    {
        var smallest = exact ? 1 : Few;
        var counts = new SortedDictionary<(string Notice, int Version), Counts>();
        foreach (var notice in account.Policies.SelectMany(act => PolicyReader.Read(((PolicyPublished)act.Statement).Text).Policy?.Notices.Values ?? Enumerable.Empty<PolicyNotice>()))
            counts.TryAdd((notice.Version.Notice, notice.Version.Version), new());
        foreach (var (_, statements) in session.Store.BySubject(moment.AsOf))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!statements.Any(said => said.Statement is NoticeServed or NoticeBounced)) continue;
            var standing = StandingFold.At(statements, moment.At);
            if (standing is not null && (scope is null || IsOf(scope, standing))) Count(counts, statements, standing);
        }
        return new(
            [.. counts.Select(pair => new NoticeOutcome(
                new(pair.Key.Notice, pair.Key.Version), DigestOf(account, pair.Key.Notice, pair.Key.Version), Shown(pair.Value.Served, smallest), Shown(pair.Value.Bounced, smallest), Shown(pair.Value.Objected, smallest)))],
            smallest);
    }

    /// <summary>Whether somebody claims one of the regions.</summary>
    internal static bool IsOf(EvidenceScope scope, Standing? standing) => standing?.Regions.Any(region => scope.Codes.Contains(region.Code)) == true;

    /// <summary>As JSON, ended by a newline.</summary>
    public byte[] ToBytes()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new() { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("smallest_count", Smallest);
            writer.WriteStartArray("notices");
            foreach (var notice in Notices)
            {
                writer.WriteStartObject();
                writer.WriteString("notice", notice.Notice.Notice);
                writer.WriteNumber("version", notice.Notice.Version);
                if (notice.Digest is { } digest) writer.WriteString("text_sha256", digest);
                Number(writer, "served", notice.Served);
                Number(writer, "bounced", notice.Bounced);
                Number(writer, "objected", notice.Objected);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return [.. buffer.ToArray(), (byte)'\n'];
    }

    private static void Number(Utf8JsonWriter writer, string name, long? count)
    {
        if (count is { } number) writer.WriteNumber(name, number);
        else writer.WriteNull(name);
    }

    private static long? Shown(long count, int smallest) => count > 0 && count < smallest ? null : count;

    private static void Count(SortedDictionary<(string, int), Counts> counts, IReadOnlyList<Recorded> statements, Standing standing)
    {
        foreach (var notice in statements.Select(said => said.Statement switch { NoticeServed served => served.Notice, NoticeBounced bounced => bounced.Notice, _ => (NoticeVersion?)null }).OfType<NoticeVersion>().Distinct())
        {
            if (!counts.TryGetValue((notice.Notice, notice.Version), out var count)) counts[(notice.Notice, notice.Version)] = count = new();
            if (standing.Notices.FirstOrDefault(one => one.Notice == notice) is not { } served)
            {
                count.Bounced++;
                continue;
            }
            count.Served++;
            if (standing.Choices.Any(choice => choice.Choice == Choice.Objected && choice.Since >= served.Times[0])) count.Objected++;
        }
    }

    private static string? DigestOf(EvidenceAccount account, string notice, int version) => account.Policies.Select(act => (PolicyPublished)act.Statement)
        .LastOrDefault(policy => policy.NoticeDigests.ContainsKey(notice) && PolicyReader.Read(policy.Text).Policy?.Notices.GetValueOrDefault(notice)?.Version.Version == version)?.NoticeDigests[notice];

    private sealed class Counts
    {
        public long Served { get; set; }

        public long Bounced { get; set; }

        public long Objected { get; set; }
    }
}
