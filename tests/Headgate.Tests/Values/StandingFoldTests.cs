using CsCheck;
using Xunit;

namespace Headgate.Tests.Values;

/// <summary>What a subject's statements come to (semantics.md, Time and knowledge; Standing of a subject).</summary>
public sealed class StandingFoldTests
{
    private static readonly SubjectId Subject = SubjectId.From("m1")!.Value;
    private static readonly NoticeVersion Told = new("told", 1);

    [Fact]
    public void nobody_of_whom_nothing_counts_has_a_standing()
    {
        Assert.Null(StandingFold.At([], At(9)));
        Assert.Null(StandingFold.At([Said(0, 5, new ChoiceMade(Subject, "p", Choice.Objected, null))], At(4)));
        Assert.NotNull(StandingFold.At([Said(0, 5, new ChoiceMade(Subject, "p", Choice.Objected, null))], At(5)));
    }

    [Fact]
    public void regions_replace_those_of_the_same_source_only()
    {
        var standing = Fold(
            Said(0, 1, Member("declared", ["GB", "US"])), Said(1, 2, Member("billing", ["DE"])), Said(2, 3, Member("declared", ["FR", "DE", "Atlantis"])),
            Said(3, 4, new MemberDescribed(Subject, null, "billing", null, SubjectStatus.Active)));
        Assert.Equal(["Atlantis", "DE", "FR"], standing.Regions.Select(region => region.Code));
        Assert.Equal(SubjectStatus.Active, standing.Status);
    }

    [Fact]
    public void what_is_effective_later_stands_though_it_was_recorded_before()
    {
        var standing = Fold(Said(0, 5, new ChoiceMade(Subject, "p", Choice.Objected, null)), Said(1, 3, new ChoiceMade(Subject, "p", Choice.Consented, null)));
        Assert.Equal(new StandingChoice("p", Choice.Objected, At(5)), Assert.Single(standing.Choices));
    }

    [Fact]
    public void an_objection_dates_from_the_start_of_its_unbroken_run()
    {
        Recorded[] said =
        [
            Said(0, 1, new ChoiceMade(Subject, "p", Choice.Objected, null)), Said(1, 2, new ChoiceMade(Subject, "p", Choice.Unset, null)),
            Said(2, 4, new ChoiceMade(Subject, "p", Choice.Objected, null)), Said(3, 6, new ChoiceMade(Subject, "p", Choice.Objected, null)),
        ];
        Assert.Equal(At(4), Assert.Single(Fold(said).Choices).Since);
        Assert.Equal(Choice.Unset, Assert.Single(StandingFold.At(said, At(3))!.Choices).Choice);
        Assert.Equal(At(3), Assert.Single(Fold([.. said, Said(4, 3, new ChoiceMade(Subject, "p", Choice.Objected, null))]).Choices).Since);
    }

    [Fact]
    public void a_bounce_takes_back_what_was_served_until_then()
    {
        var standing = Fold(
            Said(0, 1, new NoticeServed(Subject, Told)), Said(1, 2, new NoticeServed(Subject, Told)), Said(2, 3, new NoticeBounced(Subject, Told)),
            Said(3, 5, new NoticeServed(Subject, Told)), Said(4, 4, new NoticeServed(Subject, Told)), Said(5, 6, new NoticeBounced(Subject, Told with { Version = 2 })));
        Assert.Equal([At(4), At(5)], Assert.Single(standing.Notices).Times);
        Assert.Equal(At(4), standing.FirstServed(Told, Instant.MinValue));
        Assert.Equal(At(5), standing.FirstServed(Told, At(5)));
        Assert.Null(standing.FirstServed(Told, At(6)));
        Assert.Null(standing.FirstServed(Told with { Version = 2 }, Instant.MinValue));
    }

    [Fact]
    public void an_age_said_to_be_unknown_is_unknown_and_one_not_said_stays()
    {
        var born = BirthRange.Born(new(2000, 1, 1));
        Recorded[] said = [Said(0, 1, Member("declared", ["GB"], new(born))), Said(1, 2, Member("declared", ["GB"]))];
        Assert.Equal(born, Fold(said).Birth);
        Assert.Null(Fold([.. said, Said(2, 3, Member("declared", ["GB"], new Said<BirthRange>(null)))]).Birth);
    }

    [Fact]
    public void an_objection_reaches_children_and_a_consent_none()
    {
        var (root, child) = (new Purpose("root", null, null, null, null), new Purpose("child", new("root", null, null, null, null), null, null, null));
        var standing = Fold(Said(0, 2, new ChoiceMade(Subject, "child", Choice.Objected, null)), Said(1, 1, new ChoiceMade(Subject, "root", Choice.Objected, null)));
        Assert.Equal((At(1), At(1)), (standing.ObjectedSince(child), standing.ObjectedSince(root)));
        var consented = Fold(Said(0, 2, new ChoiceMade(Subject, "root", Choice.Consented, null)));
        Assert.Equal((true, false), (consented.Consented("root"), consented.Consented("child")));
    }

    [Fact]
    public void the_latest_effective_then_the_highest_position_stands() => Gen.Select(Statements.Array[0, 12], Gen.Int[0, 9]).Sample((drawn, at) =>
    {
        Recorded[] said = [.. drawn.Select((one, position) => Said(position, one.Time, one.Statement))];
        var counting = said.Where(one => one.EffectiveAt <= At(at)).OrderBy(one => one.EffectiveAt.Microseconds * 100 + one.Position).ToList();
        var standing = StandingFold.At(said, At(at));
        Assert.Equal(counting.Count == 0, standing is null);
        if (standing is null) return;

        MemberDescribed[] members = [.. counting.Select(one => one.Statement).OfType<MemberDescribed>()];
        Assert.Equal(members.LastOrDefault(one => one.Birth is not null)?.Birth?.Value, standing.Birth);
        Assert.Equal(members.LastOrDefault(one => one.Status is not null)?.Status ?? SubjectStatus.Unknown, standing.Status);
        var claimed = members.Where(one => one.Regions is not null).GroupBy(one => one.Source).SelectMany(source => source.Last().Regions!);
        Assert.Equal(claimed.Select(region => region.Code).Distinct().Order(StringComparer.Ordinal), standing.Regions.Select(region => region.Code));

        foreach (var purpose in Purposes)
        {
            var choices = counting.Where(one => one.Statement is ChoiceMade made && made.Purpose == purpose).Reverse().ToList();
            var last = (choices.FirstOrDefault()?.Statement as ChoiceMade)?.Choice;
            var since = choices.TakeWhile(one => ((ChoiceMade)one.Statement).Choice == last).LastOrDefault()?.EffectiveAt;
            Assert.Equal((last, since), standing.Choices.Where(choice => choice.Purpose == purpose).Select(choice => ((Choice?)choice.Choice, (Instant?)choice.Since)).SingleOrDefault());
        }
        var served = counting.AsEnumerable().Reverse().TakeWhile(one => one.Statement is not NoticeBounced).Where(one => one.Statement is NoticeServed).Select(one => one.EffectiveAt).Reverse();
        Assert.Equal(served, standing.Notices.SingleOrDefault()?.Times ?? []);
    });

    private static readonly string[] Purposes = ["p", "q"];

    private static Gen<(int Time, PersonalStatement Statement)> Statements { get; } = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 11], Gen.Int[0, 3]).Select((time, kind, detail) => (time, kind switch
    {
        0 => Member("declared", detail == 0 ? [] : ["GB"]),
        1 => Member("billing", detail == 0 ? ["US", "GB"] : ["DE"]),
        2 => new MemberDescribed(Subject, null, "declared", detail == 0 ? new(null) : new(BirthRange.Born(new(2000, 1, 1 + detail))), null),
        3 => new MemberDescribed(Subject, null, "declared", null, (SubjectStatus)detail),
        < 9 => new ChoiceMade(Subject, Purposes[kind % 2], (Choice)(detail % 3), null),
        9 => new NoticeBounced(Subject, Told),
        _ => (PersonalStatement)new NoticeServed(Subject, Told),
    }));

    private static MemberDescribed Member(string source, string[] regions, Said<BirthRange>? birth = null) =>
        new(Subject, [.. regions.Select(Region.Understand)], source, birth, null);

    private static Standing Fold(params Recorded[] said) => StandingFold.At(said, At(100))!;

    private static Recorded Said(long position, int time, Statement statement) => new(position, At(100), At(time), statement);

    private static Instant At(int seconds) => Instant.FromMicroseconds(seconds * 1_000_000L);
}
