using Xunit;

namespace Headgate.Tests.Gate;

/// <summary>People are found by ids of any length, whoever else is in the ledger.</summary>
public sealed class PeopleIndexTests : IDisposable
{
    private readonly Workplace place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void ids_of_every_length_are_found_and_no_others()
    {
        place.Publish(
            """
            headgate: 1
            policy: lengths
            version: 1
            purposes: { train-generative-ai: { title: Train } }
            content: [post]
            rules: [{ grant: interest, basis: legitimate-interests }]
            """,
            "2025-01-01");
        string[] members = [.. Enumerable.Range(1, 40).Select(Id)];
        place.Record(Workplace.At("2025-01-02"), [.. members.Select(id => Workplace.Member(id))]);
        // Of each length somebody who is known, and somebody who is not; of fifteen bytes many, since a slot marks every long id with that number.
        string[] strangers = [.. members.Select(id => $"{id[..^1]}!"), .. Enumerable.Range(10, 80).Select(i => $"{i}-fifteen-byte")];
        var posts = place.Write("posts.jsonl", [.. members.Concat(strangers).Select((id, i) => Workplace.Post($"r{i}", id))]);
        string[] expected = [.. members.Select(_ => "granted:interest"), .. strangers.Select(_ => "unknown-subject")];
        Assert.Equal(expected, place.Reasons(place.Gate([posts], "out")));
    }

    private static string Id(int length) => new([.. Enumerable.Range(0, length).Select(i => (char)('a' + (i * 7 + length) % 26))]);
}
