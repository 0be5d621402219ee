using DuckDB.NET.Data;

namespace Headgate.Gate;

/// <summary>The engine that gates run on.</summary>
public static class GateEngine
{
    /// <summary>What tells one build of the engine from another: they may write the same records in different bytes.</summary>
    internal static string Build { get; } = $"{typeof(DuckDBConnection).Assembly.GetName().Version} {typeof(GateEngine).Assembly.GetName().Version}";

    public static string Version(Bounds bounds)
    {
        using var duck = new DuckSession(bounds, [], []);
        return duck.Scalar<string>("SELECT version()");
    }
}
