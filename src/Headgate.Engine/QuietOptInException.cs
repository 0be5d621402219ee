using System.Globalization;
using System.Text;

namespace Headgate.Engine;

/// <summary>Cases that a policy would let in, and how many subjects of the ledger they hold.</summary>
/// <param name="Words">Such as <c>adults in GB, public post, choice unset</c>.</param>
public sealed record Admitted(string Words, long Subjects, QuietOptIn OptIn);

/// <summary>A policy is not published because it would let people in who were not told, or who objected. Ends a command with exit code 3.</summary>
/// <param name="people">How many subjects of the ledger the cases hold together.</param>
public sealed class QuietOptInException(IReadOnlyList<Admitted> admitted, long people) : RefusedException(Words(admitted, people), Advice(admitted))
{
    private const int MostSaid = 12;

    public IReadOnlyList<Admitted> Admitted { get; } = admitted;

    private static string Words(IReadOnlyList<Admitted> admitted, long people)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"the policy would let people in who were not told, today {Number(people)} of this ledger:");
        foreach (var (words, subjects, found) in admitted.OrderByDescending(one => one.OptIn.AgainstObjection).ThenByDescending(one => one.Subjects).Take(MostSaid))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {words}: {Number(subjects)}");
            text.Append(CultureInfo.InvariantCulture, $" (for {found.Purpose}, by the grant `{found.Grant.Name}` in line {found.Grant.Line}, from {found.At}{(found.AgainstObjection ? "; they objected" : "")})");
        }
        if (admitted.Count > MostSaid) text.Append(CultureInfo.InvariantCulture, $"\n  and {admitted.Count - MostSaid} more kinds of cases");
        return text.ToString();
    }

    private static string Advice(IReadOnlyList<Admitted> admitted) => admitted.Any(one => one.OptIn.AgainstObjection)
        ? "who has objected stays out, and no override helps: let the new policy keep every objection that was made before it begins (`objection: full`, or `full-if-before` with a date not before its start)"
        : "tell them first: let the grant ask, with a window of a day or more, for a notice that is new (`after: { notice: …, window: 30d }`), or answer for it by name: `--override REASON --by NAME`";

    private static string Number(long people) => people == 1 ? "1 person" : string.Create(CultureInfo.InvariantCulture, $"{people:N0} people");
}
