using System.Globalization;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Headgate.Gate;

/// <summary>Reads the standings of a snapshot into <see cref="People"/>: DuckDB scans, and what it finds is classed by the code that single decisions use.</summary>
internal sealed class PeopleReading
{
    private const int DayOfEpoch = 719_162;

    /// <summary>So many people are numbered by a thread at once.</summary>
    private const int AtOnce = 1 << 16;

    /// <summary>So many regions somebody claims, at most, but for a few.</summary>
    private const int UsuallyAtMost = 32;

    private readonly DuckSession duck;
    private readonly DecisionTable table;
    private readonly SubjectClasses classes;
    private readonly RegionClasses regions;
    private readonly AgeDays ages;
    private readonly PersonRows people;
    private readonly PeopleIndex index;
    private readonly Presence[] presences;
    private int[] bases;
    private bool[] consented;
    private long[] objected;
    private byte[][] told;
    private readonly Demand[] demands;
    private readonly Dictionary<string, int> several = new(StringComparer.Ordinal);
    private readonly List<short[]> sets = [];

    private PeopleReading(DuckSession duck, DecisionTable table, RegionClasses regions, int count)
    {
        (this.duck, this.table, classes, this.regions) = (duck, table, table.Subjects, regions);
        ages = new(classes.Ages, table.Pairs.Ages, table.Terms.At.Date);
        (index, presences) = (new PeopleIndex(count), LargePages.Filled(count, default(Presence)));
        (people, bases, consented, objected) = (new(count, table.Pairs.Ages.Thresholds.Count), LargePages.Filled(count, 0), LargePages.Filled(count, false), Never(count));
        demands = [.. classes.Notices.SelectMany((notice, number) => notice.Demands.Select(demand => new Demand(number, notice.LatestMet(demand).Microseconds)))];
        told = [.. demands.Select(_ => LargePages.Filled(count, (byte)NoticeState.NotServed))];
    }

    /// <summary>Reads the tables of <see cref="StandingTables"/>.</summary>
    public static People Read(DuckSession duck, DecisionTable table, RegionClasses regions)
    {
        var reading = new PeopleReading(duck, table, regions, duck.Scalar<int>("SELECT coalesce(max(number) + 1, 0)::INTEGER FROM people"));
        reading.Register(duck.Connection);
        reading.Scan();
        return reading.Finish();
    }

    private static long[] Never(int count) => LargePages.Filled(count, long.MaxValue);

    private void Register(DuckDBConnection connection)
    {
        DuckFunction.Register(connection, "headgate_person", DuckDBType.Boolean,
            [DuckDBType.Integer, DuckDBType.TinyInt, DuckDBType.Date, DuckDBType.Date, DuckDBType.List, DuckDBType.Varchar], Person);
        DuckFunction.Register(connection, "headgate_chose", DuckDBType.Boolean, [DuckDBType.Integer, DuckDBType.TinyInt, DuckDBType.BigInt], Chose);
        DuckFunction.Register(connection, "headgate_told", DuckDBType.Boolean, [DuckDBType.Integer, DuckDBType.Integer, DuckDBType.BigInt], Told);
    }

    private void Scan()
    {
        duck.Execute("SELECT bool_or(headgate_person(number, status, birth_earliest, birth_latest, regions, subject)) FROM people");
        var lineage = new List<string>();
        for (var purpose = table.Terms.Purpose; purpose is not null; purpose = purpose.Parent) lineage.Add(Sql.Text(purpose.Name));
        duck.Execute(
            $"""
            SELECT bool_or(headgate_chose(number, choice, since)) FROM choices
            WHERE choice = {(int)Choice.Consented} AND purpose = {lineage[0]} OR choice = {(int)Choice.Objected} AND purpose IN ({string.Join(", ", lineage)})
            """);
        var asked = classes.Notices.SelectMany(notice => notice.Demands.Select(demand => (notice.Notice, demand.Since)));
        foreach (var ((notice, since), slot) in asked.Select((demand, slot) => (demand, slot)))
            duck.Execute(string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT bool_or(headgate_told(number, {slot}, time)) FROM served WHERE notice = {Sql.Text(notice.Notice)} AND version = {notice.Version} AND time >= {since.Microseconds}"));
    }

    /// <summary>(number, status, earliest birth, latest birth, regions, id).</summary>
    private void Person(DuckCall call)
    {
        var (numbers, statuses, earliest, latest) = (call.Argument(0), call.Argument(1), call.Argument(2), call.Argument(3));
        var (claims, ids, results) = (call.List(4), call.Argument(5), call.Result);
        var claimed = claims.Members;
        for (var row = 0; row < call.Rows; row++)
        {
            var number = numbers.Get<int>(row);
            var isBirthKnown = !earliest.IsNull(row);
            var (eldest, youngest) = isBirthKnown ? (earliest.Get<int>(row) + DayOfEpoch, latest.Get<int>(row) + DayOfEpoch) : (0, 0);
            var active = statuses.Get<sbyte>(row) == (sbyte)SubjectStatus.Active;
            bases[number] = (active ? classes.Ages.Count : 0) + (isBirthKnown ? ages.ClassOf(eldest, youngest) : ages.Unknown);
            var (first, last) = (claims[row].Start.Value, claims[row].End.Value);
            (people.Region(number), var place) = (last - first) switch
            {
                0 => (PersonRows.Nowhere, RegionClasses.UnknownPlace),
                1 => (regions.ClassOf(TextOf(claimed, first)), regions.PlaceOf(TextOf(claimed, first))),
                _ => (SetOf(claimed, first, last), RegionClasses.UnknownPlace + 1),
            };
            presences[number] = new((byte)place);
            Birthdays(number, isBirthKnown ? (eldest, youngest) : null);
            results.Set(row, (byte)0);
        }
        index.Add(ids, numbers, call.Rows);
    }

    private static ReadOnlySpan<byte> TextOf(NativeVector texts, int row) => texts.IsNull(row) ? [] : texts.Utf8(row);

    /// <summary>The number of a set of several regions, each of which is a character of its key: alphabetically, and what is no code of two letters before all others.</summary>
    private int SetOf(NativeVector claimed, int first, int last)
    {
        Span<char> key = last - first <= UsuallyAtMost ? stackalloc char[last - first] : new char[last - first];
        for (var i = 0; i < key.Length; i++) key[i] = TextOf(claimed, first + i) is [var one, var other] ? (char)(one << 8 | other) : '\0';
        key.Sort();
        var distinct = 1;
        for (var i = 1; i < key.Length; i++)
            if (key[i] != key[distinct - 1])
                key[distinct++] = key[i];
        key = key[..distinct];
        lock (sets)
        {
            var known = several.GetAlternateLookup<ReadOnlySpan<char>>();
            if (known.TryGetValue(key, out var number)) return number;
            var classesOf = new short[key.Length];
            for (var i = 0; i < key.Length; i++) classesOf[i] = regions.ClassOf([(byte)(key[i] >> 8), (byte)key[i]]);
            sets.Add(classesOf);
            return known[key] = PersonRows.InSeveral - (sets.Count - 1);
        }
    }

    private void Birthdays(int number, (int Earliest, int Latest)? birth)
    {
        var birthdays = people.Birthdays(number);
        var count = birthdays.Length / 2;
        for (var age = 0; age < count; age++)
        {
            (birthdays[age], birthdays[age + count]) = birth is var (earliest, latest)
                ? (ages.Birthday(latest, age), ages.Birthday(earliest, age))
                : (int.MaxValue, int.MinValue);
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

    /// <summary>(number, slot, time).</summary>
    private void Told(DuckCall call)
    {
        var (numbers, slots, times, results) = (call.Argument(0), call.Argument(1), call.Argument(2), call.Result);
        for (var row = 0; row < call.Rows; row++)
        {
            var demand = slots.Get<int>(row);
            Raise(ref told[demand][numbers.Get<int>(row)], (byte)(times.Get<long>(row) <= demands[demand].LatestMet ? NoticeState.Met : NoticeState.WindowOpen));
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

    /// <summary>Takes the greater, also where several threads do so at once.</summary>
    private static void Raise(ref byte greatest, byte value)
    {
        for (var seen = Volatile.Read(ref greatest); value > seen;)
        {
            var was = Interlocked.CompareExchange(ref greatest, value, seen);
            if (was == seen) return;
            seen = was;
        }
    }

    /// <summary>Numbers the profiles that there are, and decides each once in each class of regions.</summary>
    private People Finish()
    {
        var numbers = new Dictionary<UInt128, int>();
        var codes = new List<int>();
        Parallel.ForEach(System.Collections.Concurrent.Partitioner.Create(0, Math.Max(people.Count, 1), AtOnce), range =>
        {
            var met = new Dictionary<UInt128, int>();
            for (var i = range.Item1; i < Math.Min(range.Item2, people.Count); i++)
            {
                var (key, choice) = Key(i);
                if (!met.TryGetValue(key, out var profile))
                {
                    lock (numbers)
                        if (!numbers.TryGetValue(key, out profile))
                        {
                            numbers[key] = profile = numbers.Count;
                            codes.AddRange(CodesOf(i, choice));
                        }
                    met[key] = profile;
                }
                people.Profile(i) = profile;
            }
        });
        var read = new People(table, people, index, [.. sets], presences, [.. codes], regions.Count, table.Pairs.LooksForward ? objected : null);
        // The functions that DuckDB holds would keep all of this.
        (bases, consented, objected, told) = ([], [], [], []);
        return read;
    }

    /// <summary>What tells somebody's profile from others: status, age, choice and how far each demand for a notice is met.</summary>
    private (UInt128 Key, int Choice) Key(int number)
    {
        var since = objected[number];
        var choice = SubjectClasses.ChoiceValue(consented[number], since == long.MaxValue ? 0 : 1 + classes.Objections.ClassOf(Instant.FromMicroseconds(since)));
        var key = (UInt128)((long)bases[number] * SubjectClasses.ChoiceValue(false, classes.Objections.Count + 1) + choice);
        for (var i = 0; i < demands.Length; i++) key = checked(3 * key + (uint)State(i, number));
        return (key, choice);
    }

    /// <summary>The codes of somebody in each class of regions.</summary>
    private IEnumerable<int> CodesOf(int number, int choice)
    {
        var states = new long[classes.Notices.Count];
        for (var i = demands.Length - 1; i >= 0; i--) states[demands[i].Notice] = 3 * states[demands[i].Notice] + (int)State(i, number);
        int[] notices = [.. states.Select((state, i) => classes.Notices[i].ClassOf(state))];
        var age = bases[number] - classes.Ages.Count;
        return Enumerable.Range(0, regions.Count).Select(region => age < 0 ? SubjectClasses.NotActive : classes.CodeOf(regions.Some(region), age, choice, notices));
    }

    private NoticeState State(int demand, int number) => (NoticeState)told[demand][number];

    /// <summary>A demand for a notice.</summary>
    /// <param name="Notice">Which of the classes' notices.</param>
    /// <param name="LatestMet">The latest serving with which it is met, in microseconds.</param>
    private readonly record struct Demand(int Notice, long LatestMet);
}
