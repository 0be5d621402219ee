namespace Headgate;

/// <summary>One question to the rules: this subject, in this region, in this record. Values that the policy does not declare are unknown here (semantics.md, Unknown).</summary>
public readonly record struct Case(Terms Terms, Standing Subject, Region Region, Record Record)
{
    public Instant At => Terms.At;

    public Purpose Purpose => Terms.Purpose;

    public string? Kind => Record.Kind is { } kind && Terms.Policy?.Content.Contains(kind) == true ? kind : null;

    public string? Service => Record.Service is { } service && Terms.Policy?.Services.Contains(service) == true ? service : null;

    public string? Visibility => Record.Visibility is { } visibility && Visibilities.All.Contains(visibility) ? visibility : null;

    /// <summary>When the record was created; null where that is unknown or later than <see cref="At"/>.</summary>
    public Instant? Created => Record.Created is { } created && created <= At ? created : null;

    /// <summary>When the record was collected, by default when it was created.</summary>
    public Instant? Collected => Record.IsCollectedUnknown ? null : Record.Collected ?? Created;

    /// <summary>Whether the record carries one of the labels. One that the policy does not declare might be any of them.</summary>
    public Truth HasLabel(IReadOnlySet<string> labels)
    {
        if (Record.Labels is null) return Truth.Unknown;
        var truth = Truth.False;
        foreach (var label in Record.Labels)
        {
            if (label is null || Terms.Policy?.Labels.Contains(label) != true) truth = Truth.Unknown;
            else if (labels.Contains(label)) return Truth.True;
        }
        return truth;
    }

    /// <summary>Whether the subject was at least <paramref name="years"/> full years old on a day; unknown where the births that the data allows differ.</summary>
    public Truth WasAged(int years, DateOnly? on) => Subject.Birth is { } birth && on is { } day
        ? Truths.Agreed(BirthRange.FullYears(birth.Earliest, day) >= years, BirthRange.FullYears(birth.Latest, day) >= years)
        : Truth.Unknown;
}
