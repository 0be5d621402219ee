namespace Headgate;

/// <summary>What a new policy would take out of a pause only by its words: lifting is a separate act (semantics.md, Suspension, and its end).</summary>
/// <param name="Pause">The position of the suspension.</param>
/// <param name="Words">Such as <c>the purpose `train`</c>.</param>
public sealed record PauseEscape(long Pause, string Words)
{
    /// <summary>The purposes that no longer stand below the one that is paused, and the services that nobody knew until now where only one service is paused.</summary>
    /// <param name="pauses">Those in force when the new policy begins.</param>
    public static IReadOnlyList<PauseEscape> Find(IReadOnlyList<Suspension> pauses, Policy before, Policy after)
    {
        var found = new List<PauseEscape>();
        foreach (var pause in pauses)
        {
            foreach (var purpose in after.Purposes.Values.OrderBy(purpose => purpose.Name, StringComparer.Ordinal))
                if (before.Purposes.TryGetValue(purpose.Name, out var was) && IsPaused(pause, before, was) && !IsPaused(pause, after, purpose))
                    found.Add(new(pause.Position, $"the purpose `{purpose.Name}`"));
            if (pause.Service is { } paused)
                foreach (var service in after.Services.Where(service => service != paused && !before.Services.Contains(service)).Order(StringComparer.Ordinal))
                    found.Add(new(pause.Position, $"the service `{service}`, which no policy knew until now,"));
        }
        return found;
    }

    /// <summary>Whether the purpose's name is enough for the pause to match: unknown means that it is.</summary>
    private static bool IsPaused(Suspension pause, Policy policy, Purpose purpose) => purpose.IsWithin(pause.Purpose) || !policy.Purposes.ContainsKey(pause.Purpose);
}
