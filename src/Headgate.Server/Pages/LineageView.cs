using Headgate.Engine;

namespace Headgate.Server.Pages;

/// <summary>Which model came from which permit on which data set.</summary>
public sealed record LineageView(IReadOnlyList<GateAccount> Sets, IReadOnlyList<PermitState> Permits, IReadOnlyList<ModelLine> Models)
{
    private const int MostDrawn = 12;
    private const int MostIdle = 4;

    public static LineageView Of(IReadOnlyList<GateAccount> sets, IReadOnlyList<PermitState> permits, PublicFacts.Known facts)
    {
        var models = facts.Acts.Where(act => act.Statement is ModelTrained)
            .Select(act => new ModelLine(act, (ModelTrained)act.Statement, [.. facts.Acts.Where(other => other.Statement is ModelForgot forgot && forgot.Name == ((ModelTrained)act.Statement).Name && other.Position > act.Position)])).ToList();
        return new(sets, permits, models);
    }

    /// <summary>The data sets that anything was done with, in the order of their permits, then the newest of the others; as many as a drawing holds.</summary>
    public IReadOnlyList<GateAccount> Drawn
    {
        get
        {
            var worked = Permits.Reverse().Select(permit => Sets.FirstOrDefault(set => IsOn(permit, set))).OfType<GateAccount>().Distinct().Take(MostDrawn).ToList();
            return [.. worked, .. Sets.Reverse().Except(worked).Take(Math.Min(MostIdle, MostDrawn - worked.Count))];
        }
    }

    public static bool IsOn(PermitState permit, GateAccount set) => permit.Permit.Given.ManifestDigest == set.Seal.ManifestDigest;
}

/// <param name="Forgotten">Each a <see cref="ModelForgot"/>, in order of position.</param>
public sealed record ModelLine(Recorded Act, ModelTrained Trained, IReadOnlyList<Recorded> Forgotten);
