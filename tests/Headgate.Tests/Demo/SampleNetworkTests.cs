using Headgate.Engine.Demo;
using Xunit;

namespace Headgate.Tests.Demo;

public sealed class SampleNetworkTests
{
    private static readonly SampleNetwork Network = new(people: 1_500, records: 12_000);

    private static readonly List<SamplePerson> People = [.. Enumerable.Range(0, Network.People).Select(Network.Person)];

    private static readonly List<SampleRecord> Records = [.. Enumerable.Range(0, (int)Network.Records).Select(number => Network.Record(number))];

    private static readonly List<SampleRecord> Photos = [.. Enumerable.Range(0, (int)Network.Photos).Select(number => Network.Photo(number))];

    [Fact]
    public void the_same_seed_gives_the_same_bytes()
    {
        Assert.Equal(Bytes(Network), Bytes(new SampleNetwork(1_500, 12_000)));
        Assert.Equal(Network.Picture(3), new SampleNetwork(1_500, 12_000).Picture(3));
    }

    [Fact]
    public void another_seed_gives_other_bytes() => Assert.NotEqual(Bytes(Network), Bytes(new SampleNetwork(1_500, 12_000, seed: 7)));

    [Fact]
    public void any_part_can_be_made_by_itself()
    {
        var whole = Written(stream => SampleNetworkFiles.WriteContent(Network, stream, 0, 600));
        byte[] parts = [.. Written(stream => SampleNetworkFiles.WriteContent(Network, stream, 0, 251)), .. Written(stream => SampleNetworkFiles.WriteContent(Network, stream, 251, 600))];
        Assert.Equal(whole, parts);
    }

    [Fact]
    public void every_id_is_its_own()
    {
        Assert.Equal(People.Count, People.Select(person => person.Id).Distinct().Count());
        Assert.Equal(Records.Count + Photos.Count, Records.Concat(Photos).Select(record => record.Id).Distinct().Count());
    }

    [Fact]
    public void whoever_is_named_is_a_member_or_meant_to_be_missing()
    {
        var members = People.Select(person => person.Id).ToHashSet();
        var named = Records.Concat(Photos).SelectMany(record => record.OtherPeople.Append(record.Author)).OfType<string>().ToList();
        Assert.All(named, id => Assert.True(members.Contains(id) || id.StartsWith("guest-", StringComparison.Ordinal), id));
        Assert.Contains(named, id => id.StartsWith("guest-", StringComparison.Ordinal));
    }

    [Fact]
    public void nobody_is_named_twice_in_a_record_or_beside_themselves() => Assert.All(Records.Concat(Photos), record =>
        Assert.Equal(record.OtherPeople.Count, record.OtherPeople.Where(other => other != record.Author).Distinct().Count()));

    [Fact]
    public void every_source_came_earlier_or_is_meant_to_be_missing()
    {
        var numbers = Records.Select((record, number) => (record.Id, number)).ToDictionary(pair => pair.Id, pair => pair.number);
        var derived = Records.Select((record, number) => (record, number)).Where(pair => pair.record.DerivedFrom is not null).ToList();
        var gone = derived.Where(pair => pair.record.DerivedFrom!.StartsWith("gone-", StringComparison.Ordinal)).ToList();
        Assert.All(derived.Except(gone), pair => Assert.True(numbers[pair.record.DerivedFrom!] < pair.number));
        Assert.InRange(derived.Count, Records.Count * 8 / 100, Records.Count * 16 / 100);
        Assert.NotEmpty(gone);
        Assert.Contains(derived.Except(gone), pair => Records[numbers[pair.record.DerivedFrom!]].Kind == "private-message");
    }

    [Fact]
    public void nobody_writes_before_they_joined()
    {
        var joined = People.ToDictionary(person => person.Id, person => person.Joined);
        Assert.All(Records.Concat(Photos).Where(record => record is { Author: not null, Created: not null }), record =>
            Assert.True(record.Created!.Value.Date >= joined[record.Author!], record.Id));
    }

    [Fact]
    public void records_are_numbered_in_order_of_creation_from_2003_to_2025()
    {
        var dated = Records.Where(record => record.Created is not null).Select(record => record.Created!.Value).ToList();
        Assert.Equal(dated.Order(), dated);
        Assert.Equal((2003, 2025), (dated[0].Date.Year, dated[^1].Date.Year));
        var cut = Instant.FromDate(new(2019, 1, 1));
        var before = (int)Network.RecordsBefore(cut);
        Assert.All(Records.Take(before), record => Assert.False(record.Created >= cut));
        Assert.All(Records.Skip(before), record => Assert.False(record.Created < cut));
    }

    [Fact]
    public void every_kind_visibility_and_flaw_occurs_in_proportion()
    {
        Within(Records, record => record.Kind == "post", 0.42, 0.55);
        Within(Records, record => record.Kind == "comment", 0.22, 0.34);
        Within(Records, record => record.Kind == "private-message", 0.09, 0.15);
        Within(Records, record => record.Kind == "profile", 0.12, 0.13);
        Within(Records, record => record.Kind == "salary", 0.005, 0.02);
        Within(Records, record => record.Kind is null or "story" or "poll" or "reaction" or "event", 0.001, 0.01);
        Within(Records, record => record.Kind is null, 0.0001, 0.005);
        Within(Records, record => record.Author is null, 0.001, 0.006);
        Within(Records, record => record.Created is null, 0.002, 0.008);
        Within(Records, record => record.ImpossibleDate is not null, 0.00005, 0.002);
        Within(Records, record => record.Labels is null or ["closed-circle"], 0.0005, 0.006);
        Within(Records, record => record.Labels is ["trade-union"], 0.01, 0.04);
        Within(Records, record => record.ContentUsage?.Contains("train-ai=n", StringComparison.Ordinal) == true, 0.01, 0.05);
        Within(Records, record => record.Visibility == "public", 0.65, 0.85);
        Within(Records, record => record.OtherPeople.Count > 0, 0.4, 0.65);
        Within(Photos, photo => photo.Photo!.DataMining is not null, 0.03, 0.12);
        Assert.All(Records.Where(record => record.Kind == "private-message"), record => Assert.NotEqual("public", record.Visibility));
    }

    [Fact]
    public void people_are_of_many_regions_and_some_are_unknown()
    {
        var homes = People.CountBy(person => person.Home).ToDictionary();
        Assert.All(LinkedInTimeline.Expected.Keys, region => Assert.True(homes.ContainsKey(region) || region is "AX" or "GL" or "RE", region));
        Within(People, person => person.Home == "GB", 0.12, 0.2);
        Within(People, person => person.Claims is [] || person.Claims[0].Regions is null or [], 0.002, 0.03);
        Within(People, person => Claimed(person).Contains("Atlantis"), 0.001, 0.012);
        Within(People, person => Claimed(person).Any(region => region.Length > 2 && Region.Understand(region).IsUnderstood), 0.008, 0.04);
        Within(People, person => person.Claims.Count > 1, 0.01, 0.045);
        Within(People, person => person.Name.Any(letter => letter > 127), 0.2, 0.6);
        Within(People, person => person.Status == "active", 0.95, 0.99);
        Assert.Contains(People, person => person.Status == "memorialised");
        Assert.True(People.DistinctBy(person => person.Name).Count() > People.Count * 9 / 10);
    }

    [Fact]
    public void ages_are_told_in_three_ways_or_not_and_a_few_are_minors()
    {
        Within(People, person => person.Born is not null, 0.5, 0.7);
        Within(People, person => person.Age is not null, 0.15, 0.3);
        Within(People, person => person.AgeBand is not null, 0.08, 0.2);
        Within(People, person => SampleWorld.Birth(person) is null, 0.02, 0.08);
        Within(People, person => SampleWorld.Birth(person) is { } birth && BirthRange.FullYears(birth.Earliest, new(2025, 11, 3)) < 18, 0.003, 0.04);
        Assert.Contains(People, person => person.Born is { } born && BirthRange.FullYears(born, person.Joined) is 16 or 17);
    }

    private static List<string> Claimed(SamplePerson person) => [.. person.Claims.SelectMany(claim => claim.Regions ?? [])];

    private static void Within<T>(IReadOnlyCollection<T> all, Func<T, bool> which, double least, double most, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(which))] string what = "")
    {
        var share = all.Count(which) / (double)all.Count;
        Assert.True(share >= least && share <= most, $"{what}: {share:P2}, not between {least:P2} and {most:P2}");
    }

    private static byte[] Bytes(SampleNetwork network) =>
    [
        .. Written(stream => SampleNetworkFiles.WriteMembers(network, stream)),
        .. Written(stream => SampleNetworkFiles.WriteChoices(network, stream, Instant.MinValue, Instant.MaxValue)),
        .. Written(stream => SampleNetworkFiles.WriteContent(network, stream, 0, network.Records)),
        .. Written(stream => SampleNetworkFiles.WritePhotos(network, stream, 0, network.Photos)),
        .. Written(stream => SampleNetworkFiles.WriteServed(network, stream, Instant.MinValue, Instant.MaxValue)),
        .. Written(stream => SampleNetworkFiles.WriteBounced(network, stream, Instant.MinValue, Instant.MaxValue)),
    ];

    private static byte[] Written(Func<Stream, long> write)
    {
        using var stream = new MemoryStream();
        Assert.Equal(write(stream), stream.ToArray().LongCount(one => one == (byte)'\n'));
        return stream.ToArray();
    }
}
