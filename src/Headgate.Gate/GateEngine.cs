namespace Headgate.Gate;

/// <summary>The engine that gates run on.</summary>
public static class GateEngine
{
    public static string Version(Bounds bounds)
    {
        using var duck = new DuckSession(bounds, [], []);
        return duck.Scalar<string>("SELECT version()");
    }
}
