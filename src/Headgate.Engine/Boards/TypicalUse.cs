namespace Headgate.Engine;

/// <summary>Asks the reference about a typical adult and their typical content, under the terms of one purpose.</summary>
internal sealed class TypicalUse(Terms terms)
{
    private const int TypicalAge = 30;

    private readonly ReferencePolicy reference = new(terms, new Reasons(terms), _ => null, _ => null);
    private readonly ReferencePolicy besidesPauses = new(terms with { Suspensions = [] }, new Reasons(terms with { Suspensions = [] }), _ => null, _ => null);
    private readonly SubjectClasses? classes = ClassesOf(terms);
    private readonly Dictionary<int, UseCell> byClass = [];
    private readonly IReadOnlyList<Record> contents = [.. ContentsOf(terms.Policy!, terms.At)];

    /// <summary>A typical content of each kind, visibility and service: unlabelled, without signals, and made now.</summary>
    public static IEnumerable<Record> ContentsOf(Policy policy, Instant at)
    {
        string?[] services = policy.Services.Count == 0 ? [null] : [.. policy.Services.Order(StringComparer.Ordinal)];
        return from service in services
               from kind in policy.Content.Order(StringComparer.Ordinal)
               from visibility in Visibilities.All
               select new Record { Id = kind, Kind = kind, Labels = [], Visibility = visibility, Service = service, Created = at };
    }

    /// <summary>What holds in a region; asked once for all those that nothing tells apart.</summary>
    public UseCell In(string region)
    {
        if (classes is null) return Ask(region);
        if (!byClass.TryGetValue(classes.RegionClass(region), out var cell)) byClass[classes.RegionClass(region)] = cell = Ask(region);
        return cell;
    }

    /// <returns>Null where the terms tell too many cases apart: then every region is asked by itself.</returns>
    private static SubjectClasses? ClassesOf(Terms terms)
    {
        try
        {
            return new(new LiveRules([terms]));
        }
        catch (TableTooLargeException)
        {
            return null;
        }
    }

    private UseCell Ask(string region)
    {
        var where = Region.Understand(region);
        var (silent, consenting) = (Person(where, Choice.Unset), Person(where, Choice.Consented));
        var uses = contents.Select(content =>
        {
            var (reason, withConsent) = By(reference);
            return new ContentUse(content.Kind!, content.Visibility!, content.Service, reason, withConsent, UseStates.Of(reason.Text) == UseState.Paused ? By(besidesPauses).Reason : reason);

            (Reason Reason, bool WithConsent) By(ReferencePolicy asked)
            {
                var reason = asked.OfSubject(content, silent, where);
                var consented = reason.Allows ? reason : asked.OfSubject(content, consenting, where);
                return consented.Allows ? (consented, !reason.Allows) : (reason, false);
            }
        }).ToList();
        var leading = uses.OrderByDescending(use => use.State).ThenByDescending(use => use.IsHeldBack).ThenBy(use => use.WithConsent).ThenByDescending(use => use.Reason.Rank).First();
        return new(leading.State, leading, uses);
    }

    private Standing Person(Region region, Choice choice) => new()
    {
        Regions = [region],
        Birth = BirthRange.Born(terms.At.Date.AddYears(-TypicalAge)),
        Status = SubjectStatus.Active,
        Choices = choice == Choice.Unset ? [] : [new(terms.Purpose.Name, choice, Instant.MinValue)],
        Notices = [.. Asked().Distinct().Select(notice => new ServedNotice(notice, Told))],
    };

    private IEnumerable<NoticeVersion> Asked() =>
        terms.Policy!.Grants.Select(grant => grant.After?.Notice).Concat(terms.Suspensions.Select(suspension => suspension.Resumed?.Notice)).OfType<NoticeVersion>();

    /// <summary>Long ago, and again when each pause began.</summary>
    private IReadOnlyList<Instant> Told => [.. terms.Suspensions.Select(suspension => suspension.Begun).Prepend(Instant.MinValue).Order()];
}
