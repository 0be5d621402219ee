namespace Headgate.Manifest;

/// <summary>Whether the numbers of a manifest balance. A gate looks before it signs, a verifier after.</summary>
public static class ManifestAccount
{
    private const string Granted = "granted:";

    /// <returns>What does not balance, in words; nothing where all does.</returns>
    public static IEnumerable<VerificationProblem> Problems(GateManifest manifest)
    {
        foreach (var problem in Counts(manifest).Concat(Codes(manifest))) yield return new(DataSetLayout.Manifest, problem);
        foreach (var problem in Outputs(manifest)) yield return problem;
    }

    private static IEnumerable<string> Counts(GateManifest manifest)
    {
        var counts = manifest.Counts;
        if (counts.Kept + counts.Dropped != counts.Input)
            yield return $"{counts.Kept} kept and {counts.Dropped} dropped are not {counts.Input} read";
        if (Sum(counts.ByReason.Values) is var reasons && reasons != counts.Dropped)
            yield return $"the reasons add up to {reasons} of {counts.Dropped} dropped";
        if (Sum(manifest.Inputs.Where(input => input.Role == InputRole.Content).Select(input => input.Records)) is var read && read != counts.Input)
            yield return $"the content read holds {read} records, not {counts.Input}";
    }

    private static IEnumerable<string> Codes(GateManifest manifest)
    {
        var codes = manifest.Verdicts.Codes;
        foreach (var code in codes.CountBy(code => code.Code).Where(pair => pair.Value > 1))
            yield return $"the code {code.Key} has several meanings";
        foreach (var code in codes.Where(code => code.Allows != code.Reason.StartsWith(Granted, StringComparison.Ordinal)))
            yield return $"`{code.Reason}` is said to {(code.Allows ? "allow" : "deny")}";
        var denials = codes.Where(code => !code.Allows).Select(code => code.Reason).ToHashSet(StringComparer.Ordinal);
        foreach (var reason in manifest.Counts.ByReason.Keys.Where(reason => !denials.Contains(reason)))
            yield return $"`{reason}` is counted, but no code denies with it";
    }

    private static IEnumerable<VerificationProblem> Outputs(GateManifest manifest)
    {
        foreach (var output in manifest.Outputs)
        {
            if (!DataSetLayout.IsConfined(output.Path)) yield return new(output.Path, "is not a path below the data set");
            if (DataSetLayout.IsVoucher(output.Path)) yield return new(output.Path, "is listed, though it vouches for the list");
        }
        foreach (var path in manifest.Outputs.CountBy(output => output.Path).Where(pair => pair.Value > 1))
            yield return new(path.Key, $"is listed {path.Value} times");

        var counts = manifest.Counts;
        foreach (var list in manifest.Outputs.Where(output => DataSetLayout.IsVerdictList(output.Path) && output.Records != counts.Input))
            yield return new(list.Path, $"holds {Written(list.Records)} records, not {counts.Input}");
        if (Records(manifest, path => path == DataSetLayout.Verdicts) is var verdicts && verdicts != counts.Input)
            yield return new(DataSetLayout.Verdicts, $"holds {verdicts} verdicts, not {counts.Input}");

        var listsOnly = manifest.Outputs.Any(output => DataSetLayout.IsVerdictList(output.Path))
            && !manifest.Outputs.Any(output => DataSetLayout.IsEligible(output.Path) || DataSetLayout.IsDenied(output.Path));
        if (listsOnly) yield break;
        if (Records(manifest, DataSetLayout.IsEligible) is var kept && kept != counts.Kept)
            yield return new(DataSetLayout.Eligible, $"holds {kept} records, not {counts.Kept}");
        if (Records(manifest, DataSetLayout.IsDenied) is var denied && denied != counts.Dropped)
            yield return new("denied", $"holds {denied} records, not {counts.Dropped}");
    }

    private static Int128 Records(GateManifest manifest, Func<string, bool> of) =>
        Sum(manifest.Outputs.Where(output => of(output.Path)).Select(output => output.Records));

    private static Int128 Sum(IEnumerable<long?> counts) => Sum(counts.Select(count => count ?? 0));

    private static Int128 Sum(IEnumerable<long> counts) => counts.Aggregate((Int128)0, (sum, count) => sum + count);

    private static string Written(long? records) => records is { } count ? $"{count}" : "no";
}
