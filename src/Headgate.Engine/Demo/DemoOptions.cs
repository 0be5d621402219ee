using Headgate.Gate;

namespace Headgate.Engine.Demo;

/// <summary>A demo as it was asked for (cli.md, demo).</summary>
/// <param name="Out">Where everything is to lie; must not exist, or be empty.</param>
/// <param name="Memory">What the gates and imports may take.</param>
public sealed record DemoOptions(string Out, int People, long Records, ulong Seed, MemorySize Memory, int Threads)
{
    public const int FewestPeople = 10;
    public const int MostPeople = 9_999_999;
    public const long FewestRecords = 100;
    public const long MostRecords = 999_999_999;
}
