namespace Headgate.Tests.Laws;

/// <summary>Replaces something that is known by something unknown, in each way in which it can come to us.</summary>
internal static class Forget
{
    /// <summary>A part of the standing. A region stays claimed but is no longer understood; a birth becomes unknown or could be others too.</summary>
    public static (Standing Standing, string What) PartOf(Standing standing, Random random)
    {
        switch (random.Next(6))
        {
            case 0:
                return (standing.Regions([]), "the regions");
            case 1:
                return (standing.Status(SubjectStatus.Unknown), "the status");
            case 2:
                return (standing.Birth(null), "the birth");
            case 3:
                return standing.Birth is { } birth
                    ? (standing.Birth(Wider(birth, random)), "the birth exactly")
                    : (standing, "nothing");
            case 4:
                return (standing.Notices([]), "of a notice");
            default:
                return (standing.Choices(standing.Choices.Where(choice => choice.Choice == Choice.Objected)), "of a consent");
        }
    }

    /// <summary>What a single decision looks at in a record.</summary>
    public static (Record Record, string What) PartOf(Record record, Random random)
    {
        switch (random.Next(7))
        {
            case 0:
                return (record.With((nameof(record.Labels), null)), "the labels");
            case 1:
                string?[] labels = [.. record.Labels ?? [null], null];
                labels[random.Next(labels.Length)] = random.Next(2) == 0 ? null : "undeclared";
                return (record.Labels is null ? record : record.With((nameof(record.Labels), labels)), "a label");
            case 2:
                return (record.With((nameof(record.Visibility), random.Next(2) == 0 ? null : "friends")), "the visibility");
            case 3:
                return (record.With((nameof(record.Service), random.Next(2) == 0 ? null : "undeclared")), "the service");
            case 4:
                return (record.With((nameof(record.Created), null)), "when it was created");
            case 5:
                return (record.With((nameof(record.Created), Instant.MaxValue)), "when it was created, for it cannot be in the future");
            default:
                return (record.With((nameof(record.Created), null), (nameof(record.Collected), null)), "when it was created and collected");
        }
    }

    /// <summary>What only the verdict on a whole record looks at, or any other part.</summary>
    public static (Record Record, string What) AnyPartOf(Record record, Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                return (record.With((nameof(record.Id), null)), "the id");
            case 1:
                return (record.With((nameof(record.HasWrongType), true)), "a field of the wrong type");
            case 2:
                return (record.With((nameof(record.Author), null)), "the author");
            case 3:
                return (record.With((nameof(record.Kind), random.Next(2) == 0 ? null : "story")), "the kind");
            case 4:
                return (record.With((nameof(record.Others), Blank(record.Others, random))), "one of the people");
            case 5:
                return (record.With((nameof(record.DerivedFrom), Blank(record.DerivedFrom, random))), "one of the sources");
            case 6:
                Region[] regions = [.. record.Regions.Select(_ => random.Next(2) == 0 ? Region.Unknown : Region.Understand("Atlantis"))];
                return (record.With((nameof(record.Regions), regions)), "the region at publication");
            default:
                return PartOf(record, random);
        }
    }

    private static BirthRange Wider(BirthRange birth, Random random) => BirthRange.Between(
        DateOnly.FromDayNumber(Math.Max(0, birth.Earliest.DayNumber - random.Next(9000))), birth.Latest.AddDays(random.Next(9000)));

    private static T?[] Blank<T>(IReadOnlyList<T?> items, Random random)
    {
        T?[] blanked = [.. items];
        if (blanked.Length > 0) blanked[random.Next(blanked.Length)] = default;
        return blanked;
    }
}
