using System.Globalization;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>Reads the standings of a snapshot into <see cref="People"/>: DuckDB scans, and what it finds is classed by the code that single decisions use.</summary>
internal sealed class PeopleReading
{
    private const int DayOfEpoch = 719_162;

    private readonly DuckSession duck;
    private readonly SubjectClasses classes;
    private readonly PairClasses? pairs;
    private readonly Purpose purpose;
    private readonly IReadOnlyList<string> lostTo;
    private readonly RegionClasses regions;
    private readonly DateOnly on;
    private readonly Person[] people;
    private readonly int[] birthdays;
    private readonly long[] bases;
    private readonly bool[] consented;
    private readonly long[] objected;
    private readonly long[] lost;
    private readonly long[][] told;
    private readonly int[] notices;

    private PeopleReading(DuckSession duck, SubjectClasses classes, PairClasses? pairs, Purpose purpose, IReadOnlyList<string> lostTo, DateOnly on, RegionClasses regions)
    {
        (this.duck, this.classes, this.pairs, this.purpose, this.lostTo, this.on, this.regions) = (duck, classes, pairs, purpose, lostTo, on, regions);
        var count = duck.Scalar<int>("SELECT coalesce(max(number) + 1, 0)::INTEGER FROM people");
        (people, bases, consented, objected) = (new Person[count], new long[count], new bool[count], Never(count));
        lost = lostTo.Count > 0 ? Never(count) : [];
        birthdays = new int[2 * (pairs?.Ages.Thresholds.Count ?? 0) * count];
        told = [.. classes.Notices.SelectMany(notice => notice.Demands).Select(_ => Never(count))];
        notices = new int[classes.Notices.Count];
    }

    /// <summary>Reads the tables of <see cref="StandingTables"/>.</summary>
    public static People Read(DuckSession duck, DecisionTable table, RegionClasses regions)
    {
        var reading = new PeopleReading(duck, table.Subjects, table.Pairs, table.Terms.Purpose, [], table.Terms.At.Date, regions);
        reading.Register(duck.Connection);
        reading.Scan();
        return reading.Finish(table);
    }

    /// <summary>Numbers the profiles of everybody: for each person the number, and for each number its age, choice and notices; null where the account is not active.</summary>
    /// <param name="lostTo">Purposes an objection to which only the first of several terms sees.</param>
    public static (int[] Of, IReadOnlyList<int[]?> Profiles) Profiles(DuckSession duck, SubjectClasses classes, Purpose purpose, IReadOnlyList<string> lostTo, DateOnly on)
    {
        var reading = new PeopleReading(duck, classes, null, purpose, lostTo, on, new RegionClasses(classes));
        reading.Register(duck.Connection);
        reading.Scan();
        var profiles = new List<int[]?>();
        reading.Number((isActive, age, choice, notices) => profiles.Add(isActive ? [age, choice, .. notices] : null));
        return ([.. reading.people.Select(person => person.Profile)], profiles);
    }

    private static long[] Never(int count)
    {
        var times = GC.AllocateUninitializedArray<long>(count);
        times.AsSpan().Fill(long.MaxValue);
        return times;
    }

    private void Register(DuckDBConnection connection)
    {
        DuckFunction.Register(connection, "headgate_person", DuckDBType.Boolean,
            [DuckDBType.Integer, DuckDBType.TinyInt, DuckDBType.Date, DuckDBType.Date, DuckDBType.Varchar, DuckDBType.BigInt], Person);
        DuckFunction.Register(connection, "headgate_chose", DuckDBType.Boolean, [DuckDBType.Integer, DuckDBType.TinyInt, DuckDBType.BigInt], Chose);
        if (lostTo.Count > 0) DuckFunction.Register(connection, "headgate_lost", DuckDBType.Boolean, [DuckDBType.Integer, DuckDBType.BigInt], Lost);
        DuckFunction.Register(connection, "headgate_told", DuckDBType.Boolean, [DuckDBType.Integer, DuckDBType.Integer, DuckDBType.BigInt], Told);
    }

    private void Scan()
    {
        duck.Execute("SELECT bool_or(headgate_person(number, status, birth_earliest, birth_latest, regions[1], len(regions))) FROM people");
        var lineage = new List<string>();
        for (var one = purpose; one is not null; one = one.Parent) lineage.Add(Sql.Text(one.Name));
        duck.Execute(
            $"""
            SELECT bool_or(headgate_chose(number, choice, since)) FROM choices
            WHERE choice = {(int)Choice.Consented} AND purpose = {lineage[0]} OR choice = {(int)Choice.Objected} AND purpose IN ({string.Join(", ", lineage)})
            """);
        if (lostTo.Count > 0)
            duck.Execute($"SELECT bool_or(headgate_lost(number, since)) FROM choices WHERE choice = {(int)Choice.Objected} AND purpose IN ({string.Join(", ", lostTo.Select(Sql.Text))})");
        var demands = classes.Notices.SelectMany(notice => notice.Demands.Select(demand => (notice.Notice, demand.Since)));
        foreach (var ((notice, since), slot) in demands.Select((demand, slot) => (demand, slot)))
            duck.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT bool_or(headgate_told(number, {slot}, time)) FROM served WHERE notice = {Sql.Text(notice.Notice)} AND version = {notice.Version} AND time >= {since.Microseconds}"));
    }

    /// <summary>(number, status, earliest birth, latest birth, first region, how many regions).</summary>
    private void Person(DuckCall call)
    {
        var (numbers, statuses, earliest, latest) = (call.Argument(0), call.Argument(1), call.Argument(2), call.Argument(3));
        var (firsts, counts, results) = (call.Argument(4), call.Argument(5), call.Result);
        for (var row = 0; row < call.Rows; row++)
        {
            var number = numbers.Get<int>(row);
            var birth = earliest.IsNull(row) ? (BirthRange?)null : BirthRange.Between(Day(earliest.Get<int>(row)), Day(latest.Get<int>(row)));
            var active = statuses.Get<sbyte>(row) == (sbyte)SubjectStatus.Active;
            bases[number] = (active ? classes.Ages.Count : 0) + classes.Ages.ClassOf(birth, on);
            people[number] = new(0, counts.Get<long>(row) == 0 ? Gate.Person.Nowhere : firsts.IsNull(row) ? RegionClasses.NotUnderstood : regions.ClassOf(firsts.Utf8(row)), counts.Get<long>(row) > 1);
            Birthdays(number, birth);
            results.Set(row, (byte)0);
        }
    }

    private static DateOnly Day(int sinceEpoch) => DateOnly.FromDayNumber(sinceEpoch + DayOfEpoch);

    private void Birthdays(int number, BirthRange? birth)
    {
        if (pairs?.Ages.Thresholds is not { } ages) return;
        for (var i = 0; i < ages.Count; i++)
        {
            birthdays[2 * ages.Count * number + i] = birth is { } young ? BirthRange.Birthday(young.Latest, ages[i])?.DayNumber ?? int.MaxValue : int.MaxValue;
            birthdays[2 * ages.Count * number + ages.Count + i] = birth is { } old ? BirthRange.Birthday(old.Earliest, ages[i])?.DayNumber ?? int.MaxValue : int.MinValue;
        }
    }

    /// <summary>(number, choice, since).</summary>
    private void Chose(DuckCall call)
    {
        var (numbers, choices, since, results) = (call.Argument(0), call.Argument(1), call.Argument(2), call.Result);
        for (var row = 0; row < call.Rows; row++)
        {
            if (choices.Get<sbyte>(row) == (sbyte)Choice.Consented) consented[numbers.Get<int>(row)] = true;
            else Lower(ref objected[numbers.Get<int>(row)], since.Get<long>(row));
            results.Set(row, (byte)0);
        }
    }

    /// <summary>(number, since).</summary>
    private void Lost(DuckCall call)
    {
        var (numbers, since, results) = (call.Argument(0), call.Argument(1), call.Result);
        for (var row = 0; row < call.Rows; row++)
        {
            Lower(ref lost[numbers.Get<int>(row)], since.Get<long>(row));
            results.Set(row, (byte)0);
        }
    }

    /// <summary>(number, slot, time).</summary>
    private void Told(DuckCall call)
    {
        var (numbers, slots, times, results) = (call.Argument(0), call.Argument(1), call.Argument(2), call.Result);
        for (var row = 0; row < call.Rows; row++)
        {
            Lower(ref told[slots.Get<int>(row)][numbers.Get<int>(row)], times.Get<long>(row));
            results.Set(row, (byte)0);
        }
    }

    /// <summary>Takes the lesser, also where several threads do so at once.</summary>
    private static void Lower(ref long least, long value)
    {
        for (var seen = Volatile.Read(ref least); value < seen;)
        {
            var was = Interlocked.CompareExchange(ref least, value, seen);
            if (was == seen) return;
            seen = was;
        }
    }

    /// <summary>Decides each profile once in each class of regions.</summary>
    private People Finish(DecisionTable table)
    {
        var codes = new List<int>();
        Number((isActive, age, choice, states) =>
        {
            for (var region = 0; region < regions.Count; region++)
                codes.Add(isActive ? classes.CodeOf(regions.Some(region), age, choice, states) : SubjectClasses.NotActive);
        });
        return new(table, people, [.. codes], regions.Count, birthdays, table.Pairs.LooksForward ? objected : null);
    }

    /// <summary>Numbers the profiles that there are.</summary>
    /// <param name="met">Told of each, once: whether the account is active, the age, the choice, the notices.</param>
    private void Number(Action<bool, int, int, int[]> met)
    {
        var numbers = new Dictionary<long, int>();
        for (var i = 0; i < people.Length; i++)
        {
            var (key, choice, states) = Key(i);
            if (!numbers.TryGetValue(key, out var profile))
            {
                numbers[key] = profile = numbers.Count;
                met(bases[i] >= classes.Ages.Count, (int)(bases[i] % classes.Ages.Count), choice, states);
            }
            people[i] = people[i] with { Profile = profile };
        }
    }

    private (long Key, int Choice, int[] Notices) Key(int number)
    {
        var choice = objected[number] == long.MaxValue && lost.Length > 0 && lost[number] != long.MaxValue
            ? classes.LostValue(classes.Objections.ClassOf(Instant.FromMicroseconds(lost[number])))
            : SubjectClasses.ChoiceValue(consented[number], objected[number] == long.MaxValue ? 0 : 1 + classes.Objections.ClassOf(Instant.FromMicroseconds(objected[number])));
        var key = bases[number] * classes.ChoiceValues + choice;
        var slot = 0;
        for (var i = 0; i < notices.Length; i++)
        {
            var notice = classes.Notices[i];
            var (states, digit) = (0L, 1L);
            foreach (var demand in notice.Demands)
            {
                var time = told[slot++][number];
                states += digit * (int)(time == long.MaxValue ? NoticeState.NotServed : time > notice.LatestMet(demand).Microseconds ? NoticeState.WindowOpen : NoticeState.Met);
                digit *= 3;
            }
            notices[i] = notice.ClassOf(states);
            key = key * notice.Count + notices[i];
        }
        return (key, choice, notices);
    }
}
