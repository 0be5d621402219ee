using CsCheck;

namespace Headgate.Tests.Ledger;

/// <summary>Generates statements of every type, with texts that JSON finds hard.</summary>
internal static class StatementGen
{
    private static readonly string[] Hard = ["", "a", "GB", "Wakanda", "\u0000", "\u001f\u007f", "\"\\\b\f\n\r\t", "é\u2028", "\U0001F600", " x ", "</script>", "null"];

    public static Gen<string> Text { get; } = Gen.OneOf(Gen.OneOf(Hard), Gen.Char.AlphaNumeric.Array[1, 8].Select(letters => new string(letters)));

    public static Gen<Instant> Time { get; } = Gen.Long[-1_000_000_000_000, 2_000_000_000_000_000].Select(Instant.FromMicroseconds);

    public static Gen<SubjectId> Subject { get; } = Gen.OneOf(Gen.Int[0, 20].Select(i => $"m{i}"), Text.Where(text => text.Length > 0)).Select(text => SubjectId.From(text)!.Value);

    public static Gen<PersonalStatement> Personal { get; } = Gen.OneOf<PersonalStatement>(
        Gen.Select(Subject, Regions, Text, Birth, Gen.OneOf<SubjectStatus?>(null, SubjectStatus.Unknown, SubjectStatus.Active, SubjectStatus.Closed, SubjectStatus.Memorialised))
            .Select((subject, regions, source, birth, status) => (PersonalStatement)new MemberDescribed(subject, regions, source, birth, status)),
        Gen.Select(Subject, Text, Gen.Enum<Choice>(), Maybe(Text)).Select((subject, purpose, choice, channel) => (PersonalStatement)new ChoiceMade(subject, purpose, choice, channel)),
        Gen.Select(Subject, Notice).Select((subject, notice) => (PersonalStatement)new NoticeServed(subject, notice)),
        Gen.Select(Subject, Notice).Select((subject, notice) => (PersonalStatement)new NoticeBounced(subject, notice)));

    public static Gen<PublicAct> Act { get; } = Gen.OneOf<PublicAct>(
        Gen.Select(Text, Gen.Dictionary(Text, Text)[0, 3], Overriding)
            .Select((text, notices, overriding) => (PublicAct)new PolicyPublished(text, notices, overriding)),
        Gen.Select(Gen.Select(Text, Texts, Texts, Maybe(Text)), Maybe(Text), Times, Times, Text)
            .Select((what, reference, from, to, authority) => (PublicAct)new Suspended(
                what.Item1, reference is null ? null : what.Item2, what.Item3, what.Item4, from, to, authority, reference ?? "")),
        Gen.Select(Gen.Long, Gen.Bool, Notice, Gen.Int[0, 100_000], Overriding).Select((suspension, noticed, after, seconds, overriding) => (PublicAct)(noticed
            ? new Lifted(suspension, after, TimeSpan.FromSeconds(seconds), overriding)
            : new Lifted(suspension, null, null, overriding))),
        Gen.Select(Text, Text, Text, Gen.Long, Gen.Long, Gen.Bool)
            .Select((name, purpose, manifest, input, kept, replay) => (PublicAct)new DataSetSealed(name, purpose, manifest, input, kept, replay)),
        Gen.Select(Gen.Long, Gen.Long[0, long.MaxValue / TimeSpan.TicksPerMicrosecond]).Select((suspension, took) => (PublicAct)new TookHold(suspension, TimeSpan.FromTicks(took * TimeSpan.TicksPerMicrosecond))),
        Gen.Select(Text, Text, Gen.Long, Gen.Long, Gen.Bool)
            .Select((name, digest, one, other, trained) => trained ? (PublicAct)new ModelTrained(name, "p", digest, one, other, one) : new ModelForgot(name, digest, "cd", one, other)),
        Gen.Select(Text, Text, Gen.Long, Gen.Int[0, 100_000])
            .Select((name, run, permit, lease) => lease % 2 == 0 ? (PublicAct)new PermitGiven(name, "ab", "p", run, TimeSpan.FromSeconds(lease)) : new PermitEnded(permit, run)),
        Gen.Select(Gen.Int[0, 4], Gen.Long, Gen.Date, Text, Text, Text).Select((kind, position, due, authority, text, reference) => (PublicAct)(kind switch
        {
            0 => new ConcernOpened(authority, text, position % 2 == 0 ? DateOnly.FromDateTime(due) : null, reference),
            1 => new ConcernAnswered(position, text, reference),
            2 => new ConcernClosed(position, text, reference),
            3 => new CommitmentMade(position % 3 == 0 ? null : position, authority, text, position % 2 == 0 ? DateOnly.FromDateTime(due) : null, reference),
            _ => new CommitmentFulfilled(position, text, reference),
        })),
        Gen.Select(Gen.Int[0, 2], Gen.Long, Gen.Long, Text, Text).Select((kind, one, other, text, name) => (PublicAct)(kind switch
        {
            0 => new DataSetDisclosed(name, "ab", text),
            1 => new RecipientTold(one, other, one, text),
            _ => new RecipientAcknowledged(one, text),
        })));

    /// <summary>A personal statement with the words that most of them hold.</summary>
    public static Gen<PersonalStatement> Usual { get; } = Gen.Select(Subject, Gen.Int[0, 11]).Select((subject, which) => (PersonalStatement)(which switch
    {
        0 => new ChoiceMade(subject, "train-generative-ai", Choice.Objected, "settings"),
        1 => new ChoiceMade(subject, "train", Choice.Consented, "settings"),
        2 => new ChoiceMade(subject, "train", Choice.Unset, null),
        3 => new NoticeServed(subject, new("gen-ai-2025", 1)),
        4 => new MemberDescribed(subject, [Region.Understand("GB")], "declared", new(BirthRange.Born(new(1990, 1, 1))), SubjectStatus.Active),
        5 => new MemberDescribed(subject, [Region.Understand("GB"), Region.Understand("FR")], "billing", new(null), SubjectStatus.Closed),
        6 => new MemberDescribed(subject, [], "network", null, SubjectStatus.Memorialised),
        7 => new MemberDescribed(subject, null, "phone", new(BirthRange.Band(10, 20, new(2020, 1, 1))), SubjectStatus.Unknown),
        8 => new MemberDescribed(subject, [Region.Unknown], "other", new(null), null),
        9 => new MemberDescribed(subject, [Region.Understand("GB")], "declared", new(null), SubjectStatus.Active),
        10 => new MemberDescribed(subject, [Region.Understand("GB")], "declared", null, SubjectStatus.Active),
        _ => new NoticeBounced(subject, new("gen-ai-2025", 12)),
    }));

    public static Gen<Statement> Any { get; } = Gen.OneOf<Statement>(Personal, Act);

    private static Gen<NoticeVersion> Notice => Gen.Select(Text, Gen.Int).Select((notice, version) => new NoticeVersion(notice, version));

    private static Gen<string[]> Texts => Text.Array[0, 3];

    private static Gen<Instant?> Times => Gen.Select(Gen.Bool, Time).Select((some, time) => some ? time : (Instant?)null);

    private static Gen<Override?> Overriding => Gen.Select(Gen.Bool, Text, Text).Select((some, reason, by) => some ? new Override(reason, by) : null);

    private static Gen<Region[]?> Regions => Gen.Select(Gen.Bool, Text.Array[0, 3]).Select((some, texts) =>
        some ? texts.Select(text => text.Length == 0 ? Region.Unknown : Region.Understand(text)).ToArray() : null);

    private static Gen<Said<BirthRange>?> Birth => Gen.Select(Gen.Int[0, 2], Gen.Date, Gen.Int[0, 400]).Select((kind, date, days) => kind switch
    {
        0 => null,
        1 => new Said<BirthRange>(null),
        _ => new Said<BirthRange>(BirthRange.Between(DateOnly.FromDateTime(date), Later(DateOnly.FromDateTime(date), days))),
    });

    private static DateOnly Later(DateOnly date, int days) => days > DateOnly.MaxValue.DayNumber - date.DayNumber ? DateOnly.MaxValue : date.AddDays(days);

    private static Gen<string?> Maybe(Gen<string> text) => Gen.Select(Gen.Bool, text).Select((some, value) => some ? value : null);
}
